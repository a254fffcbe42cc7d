# On a fresh machine with Python 3.11 or newer and make, each of these does all the set-up that it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed

.PHONY: demo test lint types bench wheel lock clean

$(STAMP): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Qawl needs Python 3.11 or newer; make PYTHON=/path/to/python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(STAMP)  ## Put the example articles into demo/kg.db and ask it three questions
	@mkdir -p demo
	$(BIN)/kg --db demo/kg.db add notebooks/articles
	$(BIN)/kg --db demo/kg.db predictions --limit 8 --format table
	$(BIN)/kg --db demo/kg.db sources "<outlet>" --format table
	$(BIN)/kg --db demo/kg.db query statement_to_sentence --param limit=1 --format table

test: $(STAMP)  ## Run all tests
	$(BIN)/python -m pytest -q

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy --strict kg

bench: $(STAMP)  ## Measure and print; nothing is asserted
	$(BIN)/python -m pytest -q -s tests/bench/

wheel: $(STAMP)
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist

lock: $(STAMP)  ## Choose the newest versions that pyproject.toml allows, for every Python it allows
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group dev \
		--custom-compile-command "make lock" pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) dist demo
