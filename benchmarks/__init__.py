"""Benchmarks: peers on one task, the engine with all levers, memory, first call. Run ``python -m benchmarks``."""
