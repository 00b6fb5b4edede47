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

# The lock is whole (lint checks that), so pip has nothing to resolve: Debian's takes a package that another one
# asks for with an extra for one that is not pinned.
.venv/.locked: requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "wirelake needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	@echo "Installing the locked dependencies into .venv (one to three minutes the first time) …"
	@$(PYTHON) -m venv --clear .venv || { echo "Python's venv module is missing: on Debian, apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.installed: .venv/.locked pyproject.toml
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

setup: .venv/.installed  ## make .venv with the locked dependencies and the project

LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

lock:  ## write the lock files anew, with what stands in them where it still fits; UPGRADE=--upgrade takes the newest
	$(LOCK) $(UPGRADE) --extra airflow --extra celery --extra sftp -o requirements.lock
	$(LOCK) $(UPGRADE) --extra airflow --extra celery --extra demo --extra sftp --extra stack --group dev --constraint requirements.lock -o requirements-dev.lock
	$(LOCK) $(UPGRADE) --extra bench --constraint requirements-dev.lock -o requirements-bench.lock
	$(LOCK) $(UPGRADE) --extra readers --constraint requirements-dev.lock -o requirements-readers.lock

demo: setup  ## show it all: Airflow, three invented wires, a backfill of a week, and the lake that comes of it
	@$(BIN)/python -m wirelake_demo

screenshots: setup browser  ## picture the wire desk, of the lake that make demo filled, into docs/
	@$(BIN)/python -m wirelake_demo.pictures

up: setup  ## start PostgreSQL and Airflow on this machine, without Docker
	@$(BIN)/python -m wirelake_local up

AT = $(if $(STATE),--state "$(STATE)")

status:  ## say what runs, at which address, on which lake
	@[ -x $(BIN)/python ] || { echo "nothing was ever started: make up"; exit 3; }; $(BIN)/python -m wirelake_local status $(AT)

logs:  ## show the end of the logs; NAME=scheduler of one alone, LINES=100 more of it
	@$(BIN)/python -m wirelake_local logs $(NAME) $(AT) $(if $(LINES),--lines $(LINES))

airflow:  ## run an airflow command on what up started: make airflow ARGS="dags list"
	@$(BIN)/python -m wirelake_local airflow $(AT) -- $(ARGS)

tidy:  ## delete Airflow's rows and task logs of runs older than DAYS (90), turn over large logs; the lake is untouched
	@$(BIN)/python -m wirelake_local tidy $(if $(DAYS),--days $(DAYS))

service:  ## write systemd units for what up set up, into ~/.config/systemd/user or TO=folder; SYSTEM=1 for the machine's
	@$(BIN)/python -m wirelake_local service $(if $(TO),--to "$(TO)") $(if $(SYSTEM),--system)

STACK := --state .wirelake-stack

stack: setup  ## start the distributed stack on this machine: WORKERS (2) of Celery's, a broker, an S3 store
	@$(BIN)/python -m wirelake_local up $(STACK) --workers $(or $(WORKERS),2)

down:  ## stop what demo, up and stack started
	@[ ! -x $(BIN)/python ] || { $(BIN)/python -m wirelake_local down; $(BIN)/python -m wirelake_local down $(STACK); }

clean:  ## stop it and delete .wirelake and .wirelake-stack: logs, database and the local lake; wirelake.toml stays
	@[ ! -x $(BIN)/python ] || { $(BIN)/python -m wirelake_local clean; $(BIN)/python -m wirelake_local clean $(STACK); }

env: setup  ## write .env with new secrets, for docker-compose.yaml; WORKERS=celery for its profile of many workers
	@$(BIN)/python -m wirelake_local env $(if $(WORKERS),--workers)

.PHONY: help setup lock demo screenshots up status logs airflow tidy service stack down clean env

browser:  ## install Debian's chromium, docker-compose and openssh-server for the tests, where apt is at hand
	@bash tests/install-packages.sh

# Workers that are killed and servers that go away want a machine of their own, or what is slow counts as lost.
ALONE := tests/test_many_workers.py

# The order is that of tests/conftest.py: what takes longest comes first.
test: setup browser  ## run every test, on real parts and on every core
	@bash tests/in-memory.sh $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --ignore $(ALONE)
	@bash tests/in-memory.sh $(BIN)/python -m pytest $(ALONE)

stack-test: setup browser  ## backfill five sources of 14 days on the distributed stack while its parts die and go away
	@$(BIN)/python -m pytest -s --fortnight $(ALONE)

attack: setup  ## attack lakes for SECONDS (an hour) from SEED on: kill -9, failing S3, flipped bits, full disk, closed gate, races
	@$(BIN)/python -m tests.attacks

lint: setup  ## pip check, ruff with its rules for security, its format check, mypy --strict, the layers, and pip-audit
	@$(BIN)/python -m pip check
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@bash tests/audit.sh

.PHONY: browser test stack-test attack lint

.venv/.bench: .venv/.installed requirements-bench.lock
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-bench.lock
	@touch $@

bench-setup: .venv/.bench  ## add to .venv what the benchmarks compare with (other extractors, Scrapy, rapidfuzz)

.venv/.readers: .venv/.installed requirements-readers.lock
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-readers.lock
	@touch $@

readers: .venv/.readers  ## read the lake by Spark, DataFusion, chDB, Daft, Dask, ibis, Hugging Face, and judge Croissant; a gigabyte
	@$(BIN)/python -m pytest -q tests/readers

findings:  ## show what surprised us in other libraries, and whether it still holds; installs them in temporary folders
	@PYTHON=$(PYTHON) bash findings/run.sh

docs: setup  ## write docs/schema.md from the lake's schema
	@$(BIN)/python -c 'from wirelake.lake.schema.page import markdown; print(markdown(), end="")' > docs/schema.md

schema: setup  ## write the record of a new version of the lake's schema (wirelake.lake.schema.release)
	@$(BIN)/python -c 'from wirelake.lake.schema.release import record; print(record())'

.PHONY: docs schema findings bench-setup readers
