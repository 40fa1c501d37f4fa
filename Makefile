# Gongkai. Everything happens in .venv, which is made from the hashed lock files; nothing else is installed.
#   make refresh            documents in disclosures/ in, published warehouse/ out
#   make test               everything that must pass
# On another Python than python3:  make refresh PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
ARGS ?=
CORPUS ?= $(or $(GONGKAI_CORPUS),../shared/corpus)

export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export GX_ANALYTICS_ENABLED := false

.DEFAULT_GOAL := help
.PHONY: help refresh test lint types sql unit corpus spark lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

refresh: $(VENV)/.runtime ## documents in disclosures/ in, published warehouse/ out; ARGS="--full" and others are passed on
	@$(BIN)/gongkai refresh $(ARGS)

test: lint types sql unit ## everything that must pass

lint: $(VENV)/.dev ## Python style
	@$(BIN)/ruff check .

types: $(VENV)/.dev ## static types
	@$(BIN)/mypy

sql: $(VENV)/.dev ## SQL style
	@$(BIN)/sqlfluff lint -q models tests/dbt analyses

unit: $(VENV)/.dev ## unit, property, dbt and end-to-end tests; ARGS="-k trace" and others go to pytest
	@GONGKAI_CORPUS="$(CORPUS)" $(BIN)/python -m pytest -q $(ARGS)

corpus: $(VENV)/.dev ## recall and precision of the loaders against the answer key of real disclosures
	@GONGKAI_CORPUS="$(CORPUS)" $(BIN)/python -m bench.corpus_score $(ARGS)

spark: $(VENV)/.spark ## the optional Spark engine, and the tests that hold it against DuckDB (Java 17)
	@$(BIN)/python -m pytest -q -rs tests/spark $(ARGS)

lock: $(VENV)/.dev ## resolve the libraries anew and write both lock files
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--upgrade -o requirements.lock requirements.in
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--upgrade --constraint requirements.lock -o requirements-dev.lock requirements-dev.in
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--upgrade --constraint requirements.lock -o requirements-spark.lock requirements-spark.in

clean: ## remove caches and build products; warehouse/ and .venv/ stay
	@rm -rf target logs/dbt.log* build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -path ./$(VENV) -prune -o -name __pycache__ -type d -print0 | xargs -0 rm -rf

# Stamps: set up once, and again when a lock file changes.
$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed. Name one: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Making $(VENV) from requirements.lock: about a minute, once." >&2
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: requirements.lock pyproject.toml $(VENV)/.python
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.spark: requirements-spark.lock $(VENV)/.dev
	@$(PIP) install --no-deps --no-build-isolation --require-hashes -r requirements-spark.lock
	@touch $@
