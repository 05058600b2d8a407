# What one does with Setpoint while building it. It needs Python 3.11+ (with venv) and make; the rest comes by itself.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
UV := 0.13.9
BIN := .venv/bin
ENVIRONMENT := .venv/.synced
FRONTEND := src/setpoint/ui/static/build/icons.svg
CATALOGUES := $(patsubst %.po,%.mo,$(shell find src -name '*.po'))
ASSETS := src/setpoint/assets/staticfiles.json
READY := $(ENVIRONMENT) $(ASSETS) $(CATALOGUES)
PYTEST := $(BIN)/python -m pytest
WORKERS ?= 2

# uv trusts the certificates of the machine, as pip does
export UV_SYSTEM_CERTS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# what is compiled once starts quickly ever after
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo dev test test-long lint fmt messages client build clean

help: ## list what make can do
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

demo: $(READY) ## a living demo company in the browser, Ctrl-C ends it
	@exec $(BIN)/setpoint demo

dev: $(READY) ## the demo with debugging on, the front end rebuilt on every change
	@trap 'kill $$(jobs -p) 2>/dev/null' EXIT; \
	scripts/with-node node frontend/build.mjs --watch & \
	SETPOINT_DEBUG=1 $(BIN)/setpoint demo

test: $(READY) ## everything but the slow groups, on SQLite and PostgreSQL, with a browser
	scripts/system-packages
	@$(MAKE) lint
	$(PYTEST) -m "not long and not journey" -n $(WORKERS)
	# a server for each worker: followers wait for the oldest transaction of the whole server
	SERVERS=$(WORKERS) scripts/with-postgres $(PYTEST) -m "not long and not journey" --only-database -n $(WORKERS)
	# a file is one site with its people: it stays with one worker
	$(PYTEST) -m "journey and not long" -n $(WORKERS) --dist loadfile

test-long: $(READY) ## the slow groups: worlds, kills, drills
	scripts/system-packages
	$(PYTEST) -m long
	scripts/with-postgres $(PYTEST) -m "long and not journey" --only-database

lint: export SETPOINT_HOME = $(CURDIR)/.local/lint
lint: $(READY) ## borders, style, types, translations
	$(BIN)/lint-imports --no-logo
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m scripts.messages check
	scripts/with-node npm run --silent check

fmt: $(ENVIRONMENT) ## bring the code into shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

messages: $(ENVIRONMENT) ## bring the catalogues up to date with the strings in the code
	$(BIN)/python -m scripts.messages update

client: $(READY) ## the typed Python client, made of the schema, in clients/python
	$(BIN)/python -m scripts.client

build: $(READY) ## environment, front end and catalogues

clean: ## take away what was built (not your data)
	rm -rf .venv node_modules $(dir $(FRONTEND)) $(dir $(ASSETS)) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find src -name '*.mo' -delete

$(ENVIRONMENT): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys, venv; assert sys.version_info >= (3, 11)' 2>/dev/null || \
		{ echo "Setpoint needs Python 3.11 or later with venv: apt-get install python3-venv, or PYTHON=/path/to/it" >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@$(BIN)/uv --version 2>/dev/null | grep -qF "uv $(UV)" || $(BIN)/pip install --quiet uv==$(UV)
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

node_modules/.package-lock.json: package-lock.json .npmrc | $(ENVIRONMENT)
	@scripts/with-node npm ci --silent
	@touch $@

# what no template and no line of code names leaves the stylesheet
$(FRONTEND): $(shell find frontend -type f) $(shell find src/setpoint -name '*.html' -o -name '*.py') node_modules/.package-lock.json
	@scripts/with-node npm run --silent build
	@touch $@

$(ASSETS): $(FRONTEND) $(shell find src/setpoint -path '*/static/*' -type f -not -path '*/static/build/*') | $(ENVIRONMENT)
	@SETPOINT_HOME=$(CURDIR)/.local/build DJANGO_SETTINGS_MODULE=setpoint.settings $(BIN)/python -m scripts.collect

%.mo: %.po | $(ENVIRONMENT)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))
