# Two commands for a newcomer: `make run` and `make test`. Everything else is a part of them.
SHELL := /bin/bash
.DELETE_ON_ERROR:

PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV_VERSION := 0.13.9
UV := .tools/uv/bin/uv
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080
export RASA_TELEMETRY_ENABLED := false
export UV_LINK_MODE ?= copy

.PHONY: run install test check lock frontend train clean bench audit sbom

run: install ## Install what is missing and serve on http://localhost:8080
	@$(BIN)/voordeur run --port $(PORT)

install: $(VENV)/.installed web/static/dist/.built ## Prepare everything, model included, without serving
	@$(BIN)/voordeur voorbereiden

# uv comes from the package index, into its own folder, so that nothing on the machine changes.
$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
	  { echo "Voordeur heeft Python 3.11 nodig. Installeer python3.11 en probeer het opnieuw."; exit 1; }
	@echo "Een moment: het installatieprogramma wordt opgehaald."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --target .tools/uv uv==$(UV_VERSION)

$(VENV)/.installed: requirements.lock pyproject.toml | $(UV)
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) $(VENV)
	@echo "De pakketten worden geïnstalleerd. De eerste keer duurt dit enkele minuten."
	@$(UV) pip install --quiet --require-hashes -r requirements.lock --python $(BIN)/python
	@$(UV) pip install --quiet --no-deps --no-build-isolation -e . --python $(BIN)/python
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@$(UV) pip install --quiet --require-hashes -r requirements-dev.lock --python $(BIN)/python
	@touch $@

web/widget/node_modules/.installed: web/widget/package.json web/widget/package-lock.json $(VENV)/.installed
	@echo "De voorkant wordt gebouwd."
	@$(BIN)/python web/widget/build.py --install
	@touch $@

web/static/dist/.built: web/widget/node_modules/.installed $(shell find web/widget web/static -path '*/node_modules' -prune -o -path '*/dist' -prune -o -type f -print 2>/dev/null)
	@$(BIN)/python web/widget/build.py
	@touch $@

frontend: web/static/dist/.built

train: $(VENV)/.installed ## Train the model again
	@$(BIN)/voordeur train

test: $(VENV)/.installed-dev web/static/dist/.built ## Install what the tests need and run all tests
	@bash tests/browser/install_chromium.sh
	@$(BIN)/voordeur voorbereiden --alleen-model
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(VENV)/.installed-dev ## Style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

lock: $(UV) ## Choose versions again and write the locks
	@$(UV) pip compile --quiet --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	@$(UV) pip compile --quiet --python-version 3.11 --generate-hashes --no-header --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

# Asks two public lists. 0 = nothing found, 1 = something found, 2 = not (all) looked at; make itself says 2 for both.
audit: $(VENV)/.installed web/widget/node_modules/.installed $(UV) ## Ask which locked packages have known holes
	@$(BIN)/python -m cli.nakijken $(UV)

sbom: $(VENV)/.installed ## Write var/sbom.json from the locks
	@$(BIN)/python -m cli.stuklijst

bench: install
	@$(BIN)/voordeur bench

clean: ## Remove what was built; your data in var/ stays
	rm -rf .venv .tools models web/static/dist web/widget/node_modules .rasa
