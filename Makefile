# `make` lists the targets. Each makes .venv and installs what it needs first; a
# second call starts at once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DUCKDB_TESTS := $(addprefix tests/test_,warehouse.py road.py care.py two_clocks.py raw_is_truth.py views.py undo.py zones.py claims.py questions.py alike.py clusters.py duplicates.py rejudge.py)
TARGET ?= examples
LEDGER ?= ledger

.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable . --group dev
	@touch $@

run: $(VENV)/installed ## run the main job on examples/, or on TARGET=…, and ask one question
	@$(BIN)/newsledger run $(TARGET) --ledger $(LEDGER) || test $$? = 1
	@$(BIN)/newsledger sql --ledger $(LEDGER) "select language, published_at, published_precision, n_words, n_duplicates, left(coalesce(title, text), 40) as starts_with from articles order by identity_key"

test: $(VENV)/installed ## the tests, but the slow ones and those that serve with Prefect
	$(BIN)/python -m pytest -n 3 --dist loadfile -m 'not slow and not prefect'

test-prefect: $(VENV)/installed ## those that serve with Prefect, by a server of their own
	$(BIN)/python -m pytest -m 'prefect and not slow'

test-slow: $(VENV)/installed ## the slow ones: many kills, full disks, large worlds
	$(BIN)/python -m pytest -n 2 --dist loadfile -m 'slow and not prefect'
	$(BIN)/python -m pytest -m 'slow and prefect'

test-all: test test-prefect test-slow ## all tests

# What readers' tools and DuckDB's extensions are at: the SQL runs on it as well.
.duckdb15/installed: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --no-deps --target .duckdb15 duckdb==1.5.5
	@touch $@

test-duckdb15: .duckdb15/installed ## the tests of the warehouse and the road, on duckdb 1.5.5
	PYTHONPATH=$(CURDIR)/.duckdb15 $(BIN)/python -m pytest -n 3 --dist loadfile -m 'not slow and not prefect' $(DUCKDB_TESTS)

check: $(VENV)/installed ## ruff format, ruff, mypy
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/installed ## the benchmarks, with their peers
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group bench
	$(BIN)/python bench/first_run.py
	$(BIN)/python bench/folder.py
	$(BIN)/python bench/extraction.py --write
	$(BIN)/python bench/fetch.py
	$(BIN)/python bench/dedupe.py --ledger --write

serve: $(VENV)/installed ## run sources.toml every day, and show the runs in Prefect's UI
	$(BIN)/newsledger serve --ledger $(LEDGER)

.PHONY: help run test test-prefect test-slow test-all test-duckdb15 check bench serve
