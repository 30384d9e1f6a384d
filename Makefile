# Everything Tend needs is set up by the targets themselves; the first run takes minutes, the next ones seconds.
.DEFAULT_GOAL := help
SHELL := /bin/sh
export PATH := $(CURDIR)/.node/bin:$(PATH)
# Behind an organisation's own certificate authority npm must believe what the rest of the machine believes.
export NODE_USE_SYSTEM_CA ?= 1
# Playwright drives browsers with a Node of its own, which a bare system may not be able to start.
export PLAYWRIGHT_NODEJS_PATH ?= $(CURDIR)/.node/bin/node

PORT ?= 8000
PYTEST_ARGS ?=
JOBS ?= 2

# A stamp lives inside the thing it vouches for, so that deleting the thing deletes the stamp.
RUN_STAMP := .venv/.set-up-for-run
TEST_STAMP := .venv/.set-up-for-test
NODE_STAMP := .node/.set-up
NPM_STAMP := node_modules/.set-up
BUILT := webapp/static/dist/build.json

ASSET_SOURCES := tools/build_assets.mjs tools/build_catalogues.py \
	$(shell find webapp/static/css webapp/static/js webapp/static/icons service_worker -type f 2>/dev/null) \
	$(shell find webapp/translations -name '*.po' 2>/dev/null)

.PHONY: help setup assets run migrate test test-setup test-fast test-browser test-js test-postgres lint format \
	types imports bench messages language migration lock clean

help:  ## Say what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 22

$(RUN_STAMP): requirements/run.txt pyproject.toml tools/set_up_python.sh
	@sh tools/set_up_python.sh run
	@touch $@

$(TEST_STAMP): requirements/test.txt pyproject.toml | $(RUN_STAMP)
	@sh tools/set_up_python.sh test
	@touch $@

$(NODE_STAMP): tools/set_up_node.sh requirements/node.txt | $(RUN_STAMP)
	@sh tools/set_up_node.sh
	@touch $@

$(NPM_STAMP): package.json package-lock.json .npmrc | $(NODE_STAMP)
	@echo "Installing what package-lock.json lists"
	@npm ci --ignore-scripts --loglevel=error
	@touch $@

$(BUILT): $(NPM_STAMP) $(ASSET_SOURCES)
	@node tools/build_assets.mjs

setup: $(RUN_STAMP) $(NPM_STAMP) $(BUILT)  ## Install everything and build the assets, start nothing

assets: $(BUILT)  ## Build what the browser gets (webapp/static/dist) and compile the translations

run: setup  ## Serve the demo agency on http://127.0.0.1:8000 (PORT=8001 for another port)
	@PORT=$(PORT) exec .venv/bin/tend demo

migrate: $(RUN_STAMP)  ## Bring the database named by DATABASE_URL up to date
	@.venv/bin/tend migrate

# --- Checks -------------------------------------------------------------------

PYTEST := .venv/bin/python -m pytest $(PYTEST_ARGS)
# A browser that cannot be had is a failure, said once and before anything runs.
WITH_BROWSER := TEND_BROWSER="$$(.venv/bin/python tools/find_browser.py)" && export TEND_BROWSER &&

test: test-setup lint types imports test-js  ## Run every check and every test, on SQLite and then on PostgreSQL
	@$(WITH_BROWSER) $(PYTEST) -n $(JOBS) -m "not browser"
	@$(MAKE) --no-print-directory test-browser test-postgres

test-setup: setup $(TEST_STAMP)

test-fast: test-setup  ## Run the Python tests that need no browser and little time
	@$(PYTEST) -n $(JOBS) -m "not browser and not slow"

# One at a time: each has a server, a browser and a worker of its own, and they wait for one another's seconds.
test-browser: test-setup  ## Run the tests that drive a real browser
	@$(WITH_BROWSER) $(PYTEST) tests/browser

test-js: $(NPM_STAMP)  ## Run the unit tests of the phone's scripts
	@node --test $$(find tests/unit -name '*.test.js')

test-postgres: test-setup  ## Run the tests that use a database on a private, throw-away PostgreSQL
	@.venv/bin/python tools/postgres.py $(PYTEST) -n $(JOBS) -m "not browser" --ignore tests/unit/domain

lint: $(TEST_STAMP)  ## Look for mistakes and bad habits in the Python code
	@.venv/bin/ruff check .

format: $(TEST_STAMP)  ## Format the Python code and put right what can be put right by itself
	@.venv/bin/ruff check --fix --quiet .
	@.venv/bin/ruff format --quiet .

types: $(TEST_STAMP)  ## Check the types of webapp/, strictly
	@.venv/bin/mypy

imports: $(TEST_STAMP)  ## Check which way imports go
	@.venv/bin/lint-imports --no-logo

bench: setup  ## Measure pages, saves, search and the phone's first download; write bench/results.json
	@.venv/bin/python -m bench

# --- Now and then -------------------------------------------------------------

TRANSLATIONS := webapp/translations

messages: $(RUN_STAMP)  ## Collect the sentences to translate into every language's messages.po
	@.venv/bin/pybabel -q extract -F babel.cfg --add-location=file --sort-by-file --no-wrap --omit-header \
		-k lazy_gettext -k _l -k lazy_ngettext:1,2 -k npgettext:1c,2,3 -o $(TRANSLATIONS)/messages.pot .
	@.venv/bin/pybabel -q update -i $(TRANSLATIONS)/messages.pot -d $(TRANSLATIONS) --no-wrap --no-fuzzy-matching --ignore-obsolete

language: messages  ## Start a new language: make language LANGUAGE=fr
	@.venv/bin/pybabel init -i $(TRANSLATIONS)/messages.pot -d $(TRANSLATIONS) -l $(LANGUAGE) --no-wrap

migration: $(RUN_STAMP)  ## Draft the next migration from the models: make migration WHY="add consents"
	@.venv/bin/alembic revision --autogenerate -m "$(WHY)" \
		--rev-id $$(printf '%04d' $$(( $$(ls migrations/versions/*.py | wc -l) + 1 )))

lock: $(RUN_STAMP)  ## Lock the dependencies anew after pyproject.toml or package.json changed
	@sh tools/lock.sh
	@npm install --package-lock-only --ignore-scripts --loglevel=error

clean:  ## Delete all that set-up and build made (not the data)
	@rm -rf .venv .node node_modules webapp/static/dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
