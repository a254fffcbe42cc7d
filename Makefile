# On a fresh machine with Python 3.11 or newer and make, each of these does all the set-up that it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed

.PHONY: demo test lint types bench bench-graph phenomena calibrate vocabulary wheel lock clean

$(STAMP): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Qawl needs Python 3.11 or newer; make PYTHON=/path/to/python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# $(call ask,QUESTION,COMMAND): the question, the command as anybody would type it, the answer.
define ask
	@question="$(1)"; command="$(2)"; printf '\n%s\n$$ kg %s\n\n' "$$question" "$$command"; \
		KG_DB=demo/kg.db $(BIN)/kg $$command --format table
endef
FIRST = $$(KG_DB=demo/kg.db $(BIN)/kg -q predictions --about الهدنة --limit 1 --format jsonl | grep -o st-[0-9a-f]*)

demo: $(STAMP)  ## Put the example articles into demo/kg.db and ask it three questions
	@mkdir -p demo
	$(call ask,Read the example articles: invented ones of three outlets that quote the same experts.,add notebooks/articles)
	$(call ask,Who predicted what about the truce (الهدنة)?,predictions --about الهدنة)
	$(call ask,On which sources does the newspaper المحبرة rely most?,sources المحبرة --limit 5)
	$(call ask,Where does the first of those predictions stand?,query statement_evidence --param statement=$(FIRST))
	@printf '\nAsk on:  export PATH="$$PWD/$(BIN):$$PATH" KG_DB=demo/kg.db;  kg --help\n'

test: $(STAMP)  ## Run all tests
	$(BIN)/python -m pytest -q

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy --strict kg

bench: $(STAMP)  ## Measure and print; nothing is asserted
	$(BIN)/python -m tests.bench

bench-graph: $(STAMP)  ## Load made-up graphs into every store and ask them; FULL=1 for a million statements
	$(BIN)/python -m tests.bench.graph $(if $(FULL),--full)

phenomena: $(STAMP)  ## Write docs/phenomena.md: how well each phenomenon of reported speech is handled
	$(BIN)/python -m tests.phenomena

calibrate: $(STAMP)  ## Fit the confidence of statements on the golds and print how far it can be believed
	$(BIN)/python -m tests.bench.confidence --write

vocabulary: $(STAMP)  ## Write what is made from ontology/schema.toml: vocabulary, shapes, context, docs/graph.md
	$(BIN)/python -m kg.vocabulary --write

wheel: $(STAMP)
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist

lock: $(STAMP)  ## Choose the newest versions that pyproject.toml allows, for every Python it allows
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group dev \
		--custom-compile-command "make lock" pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) dist demo
