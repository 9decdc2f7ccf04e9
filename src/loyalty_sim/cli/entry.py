"""Where the command line begins and ends: arguments in, an exit code out, and never a traceback for a user's mistake."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from loyalty_sim.cli.errors import Code, CommandError
from loyalty_sim.cli.loading import loading
from loyalty_sim.cli.streams import OutputError, emit_json, say

DEBUG = "LOYALTY_SIM_DEBUG"
"""Environment variable: when set, an unexpected failure shows its traceback."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: what was typed after ``loyalty-sim``; by default the arguments of the process.

    Returns:
        The exit code, one of ``errors.Code``.
    """
    typed = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with loading():
            from loyalty_sim.cli.register import app

        code = app(typed, prog_name="loyalty-sim", standalone_mode=False)
        if code == Code.INTERRUPTED:
            raise KeyboardInterrupt
        return code if isinstance(code, int) else Code.OK
    except KeyboardInterrupt:
        return _report(CommandError(Code.INTERRUPTED, "interrupted"), typed)
    except CommandError as failure:
        return _report(failure, typed)
    except Exception as error:
        # Typer's own usage errors have no public class of their own, but all can format their message.
        if hasattr(error, "format_message"):
            return _usage(error, typed)
        if os.environ.get(DEBUG):
            raise
        return _report(_unexpected(error), typed)


def _report(failure: CommandError, typed: list[str]) -> int:
    """Say what went wrong, as a document or on stderr; returns the exit code."""
    try:
        if "--json" in typed and not isinstance(failure, OutputError):
            emit_json(failure.document())
            return failure.code
    except OutputError as lost:
        failure = lost
    say(f"error: {failure.message}" if failure.code != Code.INTERRUPTED else failure.message)
    for problem in failure.problems:
        say(f"  {problem}")
    return failure.code


def _usage(error: Exception, typed: list[str]) -> int:
    message = error.format_message()  # type: ignore[attr-defined]
    if "--json" in typed:
        return _report(CommandError(Code.USAGE, message), typed)
    error.show()  # type: ignore[attr-defined]
    return Code.USAGE


def _unexpected(error: Exception) -> CommandError:
    if isinstance(error, MemoryError):
        return CommandError(Code.FAILED, "not enough memory; try fewer --customers or --threads")
    if isinstance(error, OSError) and error.strerror:
        return CommandError(Code.FAILED, f"{error.filename or 'output'}: {error.strerror.lower()}")
    return CommandError(Code.FAILED, f"unexpected {type(error).__name__}: {error} (set {DEBUG}=1 to see where)")
