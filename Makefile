# Every target makes the virtual environment it needs: with uv where that is installed, else with python3 -m venv.
VENV ?= .venv
PYTHON ?= python3
BIN = $(VENV)/bin

.PHONY: demo test test-slow test-faults test-servers lint format check bench bench-memory docs mutation mutation-scoreboard clean

demo: $(VENV)/.cli
	@$(BIN)/genai demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest -q -n auto --dist worksteal

# Processes with a ledger are killed at 200 random points, and four of them write to one for a minute; prints what was counted.
test-faults: $(VENV)/.dev
	GENAI_FAULT_POINTS=200 GENAI_FAULT_SECONDS=60 $(BIN)/python -m pytest -q -s tests/jobs/test_faults.py

# What `make test` leaves out, because it takes a while.
test-slow: $(VENV)/.dev
	$(BIN)/python -m pytest -q -n auto -m slow

# The verbs over real HTTP, against servers that the environment names (tests/servers_live/live.py tells how):
#   make test-servers GENAI_SERVER_LLAMA=http://127.0.0.1:8081/v1 GENAI_SERVER_LLAMA_MODEL=tiny
# and the contract suite with them, against the emulator as well, started with --fixtures testdata/aimock/contract.json:
#   make test-servers GENAI_SERVER_AIMOCK=http://127.0.0.1:4010/v1
test-servers: $(VENV)/.dev
	$(BIN)/python -m pytest -q tests/servers_live

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: lint test

# Needs the harness in $(BENCH); prints ratios to the bare HTTP client, measured in one run.
BENCH ?= ../shared/bench
bench: $(VENV)/.dev
	$(BIN)/python benchmarks/overhead.py --harness $(BENCH)

# The peak memory of a large picture, as a multiple of its size; fails when it is over the target.
bench-memory: $(VENV)/.dev
	$(BIN)/python benchmarks/memory.py

# README's table and the pages in docs/providers, made from the packages and their scoreboards; and the names in one of them,
# made from the specification, the Go package's documentation and the recordings.
docs: $(VENV)/.dev
	$(BIN)/python tools/document_providers.py
	$(BIN)/python tools/document_raw.py

# Takes each field out of the raw types, one by one, and sees that a test fails; a few minutes.
mutation: $(VENV)/.dev
	PYTHONPATH=tests $(BIN)/python -m mutation.remove_raw_fields

# The same with each functionality of the scoreboards, taken away from each wire; ten minutes.
mutation-scoreboard: $(VENV)/.dev
	PYTHONPATH=tests $(BIN)/python -m mutation.remove_functionality

$(VENV)/bin/python:
	@if command -v uv >/dev/null 2>&1; then uv venv --quiet --python $(PYTHON) $(VENV); \
	else $(PYTHON) -m venv $(VENV); fi

# The stamps: what was installed, and when. They are older than pyproject.toml when it changed.
$(VENV)/.cli: $(VENV)/bin/python pyproject.toml
	@$(call install,.[cli])
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml
	@$(call install,.[dev])
	@touch $@ $(VENV)/.cli

define install
if command -v uv >/dev/null 2>&1; then uv pip install --quiet --python $(BIN)/python --editable '$(1)'; \
else $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '$(1)'; fi
endef

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
