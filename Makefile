# make app     open the page in a browser (PORT=8600 to choose the port)
# make test    all checks but the slow ones     make lint   style, types and floors only
# make test-all  all of them, twice as long
# make bench   speed beside other simulators    make schema write the JSON Schemas of scenario and study files
# make readme  run the examples of README.md and write their output into it
# make clean   remove the environment and build leftovers

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Compiled modules are kept, whatever the machine prefers: dozens of processes start, each of which would compile them anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: app test test-all pytest lint warm warm-mechanics bench schema readme clean

app: $(VENV)/.app
	$(BIN)/loyalty-sim app $(if $(PORT),--port $(PORT))

test: $(VENV)/.app
	@echo "While the rest is installed the engine is compiled, without mechanics and with them, which takes a minute, once."
	@$(MAKE) --no-print-directory -j3 $(VENV)/.dev warm warm-mechanics
	@$(MAKE) --no-print-directory -j2 pytest lint

pytest: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow" $(PYTEST)

test-all: PYTEST += -m "slow or not slow"
test-all: test

warm: $(VENV)/.app
	@$(BIN)/python -m tests.warm

warm-mechanics: $(VENV)/.app
	@$(BIN)/python -m tests.warm mechanics

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.dev
	$(PIP) install --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python -m benchmarks

schema: $(VENV)/.app
	$(BIN)/loyalty-sim schema > scenarios/scenario.schema.json
	$(BIN)/loyalty-sim schema study > scenarios/study.schema.json

readme: $(VENV)/.dev
	$(BIN)/python -m tests.test_readme

# The environment: made once, and again only when what it needs has changed.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("loyalty-sim needs Python 3.11 or later; this is " + sys.version.split()[0] + \
		". Try: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.app: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing what loyalty-sim needs; this takes a minute or two, once."
	$(PIP) install --no-compile --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.app
	@echo "Installing what its tests need; this takes a minute, once."
	$(PIP) install --no-compile --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis
