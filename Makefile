# Everything Tend needs is set up by the targets themselves; the first run takes minutes, the next ones seconds.
.DEFAULT_GOAL := help
SHELL := /bin/sh
export PATH := $(CURDIR)/.node/bin:$(PATH)

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

.PHONY: help setup run test test-fast test-browser test-js test-postgres bench lint types imports migrate \
	migration messages assets lock clean

help:  ## Say what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 22

$(RUN_STAMP): requirements/run.txt pyproject.toml tools/set_up_python.sh
	@sh tools/set_up_python.sh run
	@touch $@

$(TEST_STAMP): requirements/test.txt $(RUN_STAMP)
	@sh tools/set_up_python.sh test
	@touch $@

$(NODE_STAMP): $(RUN_STAMP) tools/set_up_node.sh requirements/node.txt
	@sh tools/set_up_node.sh
	@touch $@

$(NPM_STAMP): package.json package-lock.json .npmrc $(NODE_STAMP)
	@echo "Installing what package-lock.json lists"
	@npm ci --ignore-scripts --loglevel=error
	@touch $@

$(BUILT): $(NPM_STAMP) $(ASSET_SOURCES)
	@node tools/build_assets.mjs

setup: $(RUN_STAMP) $(NPM_STAMP) $(BUILT)  ## Install everything and build the assets, start nothing

assets: $(BUILT)  ## Build what the browser gets (webapp/static/dist) and the compiled translations

run: setup  ## Serve the demo agency on http://127.0.0.1:8000 (PORT=8001 for another port)
	@PORT=$(PORT) .venv/bin/tend demo

migrate: $(RUN_STAMP)  ## Bring the database named by DATABASE_URL up to date
	@.venv/bin/tend migrate
