# Targets: run, test, lint, check, clean. Needs Python 3.11 or newer and make; no other tool.
# Another Python: make PYTHON=/path/to/python test

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
OUT := out/first-look
CANDIDATES := python3.11 python3.12 python3.13 python3.14 python3 python
USABLE := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for one in $(CANDIDATES); do \
	if "$$one" -c '$(USABLE)' >/dev/null 2>&1; then command -v "$$one"; break; fi; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run test lint check clean

help:
	@echo "make run    compare two plans on the real corridor; ends with the path of the report"
	@echo "make test   all tests"
	@echo "make lint   style, types and import order"
	@echo "make check  tests and lint"

run: $(VENV)/installed
	$(BIN)/landsea compare reference water-first --out $(OUT) --overwrite
	@echo "open $(OUT)/report.html"

test: $(VENV)/installed-test
	$(BIN)/python -m pytest --numprocesses 2 --dist loadscope --no-loadscope-reorder

lint: $(VENV)/installed-lint
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

check: test lint

clean:
	rm -rf $(VENV) dist build

# Each stamp is newer than the files it was made from, so an unchanged set-up is used again.
$(VENV)/made: Makefile
	@test -n "$(PYTHON)" || { echo "no Python 3.11 or newer (with venv) found;" \
		"name one with PYTHON=..." >&2; exit 1; }
	"$(PYTHON)" -m venv --clear $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/made pyproject.toml constraints.txt
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-test: $(VENV)/made pyproject.toml constraints.txt
	$(PIP) install --constraint constraints.txt --editable '.[test]'
	@touch $(VENV)/installed $@

$(VENV)/installed-lint: $(VENV)/made pyproject.toml constraints.txt
	$(PIP) install --constraint constraints.txt --editable '.[test,lint]'
	@touch $(VENV)/installed $(VENV)/installed-test $@
