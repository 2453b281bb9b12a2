# Two commands for everybody: `make demo` and `make test`. Needs Python >= 3.11 and make.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: demo test check lab bench format schemas reference picture help
.DEFAULT_GOAL := help

help: ## what there is to make
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "readiness-kit needs Python 3.11 or newer; try: make PYTHON=python3.12"; exit 1; }
	@echo "Setting up .venv (a minute, once) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e . --group dev
	@touch $(STAMP)

demo: $(STAMP) ## run the sample engagement end to end and print where its report is
	@$(BIN)/readiness demo --out reports

test: $(STAMP) ## run the tests, a file at a time on each core
	@$(BIN)/python -m pytest -n auto --dist loadfile

check: $(STAMP) ## formatting, lint, types, spelling
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/codespell readiness_kit docs tests bench *.md

format: $(STAMP) ## format and mend what can be mended
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lab: $(STAMP) ## open the workbook in JupyterLab: make lab ENGAGEMENT=path/to/acme
	@$(BIN)/readiness lab $(if $(ENGAGEMENT),"$(ENGAGEMENT)")

bench: $(STAMP) ## print what things cost, as ratios
	@$(BIN)/python -m bench

schemas: $(STAMP) ## write docs/schemas from the types
	@$(BIN)/python docs/schemas/export.py

reference: $(STAMP) ## write docs/reference from the frameworks
	@$(BIN)/python docs/reference/render.py

picture: $(STAMP) ## take the README's picture of the report
	@$(BIN)/python docs/images/take.py
