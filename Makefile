# wirelake: `make demo` shows it, `make test` proves it. `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# A shell that runs Airflow elsewhere must not lead ours astray.
unexport PYTHONPATH VIRTUAL_ENV AIRFLOW_HOME

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

.venv/.locked: requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "wirelake needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	@echo "Installing the locked dependencies into .venv (one to three minutes the first time) …"
	@$(PYTHON) -m venv --clear .venv || { echo "Python's venv module is missing: on Debian, apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.installed: .venv/.locked pyproject.toml
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

setup: .venv/.installed  ## make .venv with the locked dependencies and the project

lock:  ## resolve the dependencies anew and write both lock files
	$(BIN)/uv pip compile pyproject.toml --extra airflow --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --constraint requirements.lock --quiet -o requirements-dev.lock

.PHONY: help setup lock
