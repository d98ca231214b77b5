# Every command of the project. `make demo` and `make test` do all the set-up they need.
PYTHON ?= python3
BIN := .venv/bin
UV := UV_COMPILE_BYTECODE=1 $(BIN)/uv
POLOS_DATA ?= var
POLOS_SHARED ?= ../shared
PORT ?= 8000
export POLOS_DATA POLOS_SHARED
# In the tests every process has one thread for sums: two of them share two cores, and would wait for each other.
ONE_THREAD := OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
IN_PARALLEL := -n 2 --dist loadfile --no-loadscope-reorder
unexport PYTHONDONTWRITEBYTECODE # or hundreds of short processes in the tests compile everything anew

.DEFAULT_GOAL := help
.PHONY: help demo test check spark postgresql lint types browser bench mutants pictures lock messages pages clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

# ---- set-up, each step done once and again only when its inputs change -----------------------

.stamps/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Found $$($(PYTHON) --version); Python 3.11 or newer is needed. Try: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.5"
	@mkdir -p .stamps && touch $@

.stamps/runtime: .stamps/venv requirements.lock pyproject.toml
	$(UV) pip install --quiet --require-hashes -r requirements.lock
	$(UV) pip install --quiet --no-deps -e .
	@touch $@

.stamps/development: .stamps/runtime requirements-dev.lock
	$(UV) pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

.stamps/spark: .stamps/venv requirements-spark.lock pyproject.toml
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .venv-spark
	$(BIN)/uv pip install --quiet --python .venv-spark --require-hashes -r requirements-spark.lock
	$(BIN)/uv pip install --quiet --python .venv-spark --no-deps -e .
	@touch $@

.stamps/node: package.json package-lock.json .npmrc
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null || \
		{ echo "Found $$(node --version 2>/dev/null || echo no Node); Node 20 or newer is needed to build the browser files. See README, \"Getting Node 20\"." >&2; exit 1; }
	npm ci --ignore-scripts --silent
	@mkdir -p .stamps && touch $@

.stamps/assets: .stamps/node $(wildcard assets/* assets/*/* assets/*/*/*)
	npm run --silent build
	@touch $@

.stamps/messages: .stamps/runtime src/polos_web/messages.py $(wildcard src/*/locale/*/LC_MESSAGES/*.po src/*/*/locale/*/LC_MESSAGES/*.po)
	$(BIN)/python -m polos_web.messages compile
	@touch $@

browser:
	@sh tests/install_browser.sh

# ---- the two commands of the README ----------------------------------------------------------

demo: .stamps/runtime .stamps/assets .stamps/messages ## set everything up and run the product on http://127.0.0.1:8000
	@$(BIN)/polos site prepare --shared "$(POLOS_SHARED)"
	@$(BIN)/polos serve --port $(PORT)

test: .stamps/development .stamps/assets .stamps/messages browser lint types ## set everything up and run every test
	$(ONE_THREAD) $(BIN)/python -m pytest $(IN_PARALLEL) -m "not spark" $(PYTEST_ARGS)
	@$(MAKE) --no-print-directory postgresql
	@$(MAKE) --no-print-directory spark

check: .stamps/development .stamps/assets .stamps/messages lint ## the quick part of the tests, for your own loop
	$(ONE_THREAD) $(BIN)/python -m pytest $(IN_PARALLEL) -q -m "not browser and not slow and not spark" $(PYTEST_ARGS)

spark: .stamps/venv ## the tests that need Spark and Java, in an environment of their own
	@if sh tests/install_java.sh; then $(MAKE) --no-print-directory .stamps/spark && \
		.venv-spark/bin/python -m pytest -q -m spark tests/unit/tables; \
		elif [ "$$CI" = true ]; then exit 1; fi

postgresql: .stamps/development .stamps/assets .stamps/messages browser ## the tests of the application and one journey on a temporary PostgreSQL
	@if sh tests/install_postgresql.sh; then \
		$(ONE_THREAD) $(BIN)/python tests/postgresql.py pytest $(IN_PARALLEL) -q -m "not browser and not one_database" tests/web && \
		$(BIN)/python tests/postgresql.py pytest -q -k "es-with and not es-without" tests/web/journeys/test_officer.py; \
		elif [ "$$CI" = true ]; then exit 1; fi

lint: .stamps/development ## style, formatting and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .stamps/development ## types
	$(BIN)/pyrefly check --summarize-errors

bench: .stamps/development .stamps/assets .stamps/messages ## measure speed and memory, write benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

mutants: .stamps/development ## plant small faults in the measures and count those that the tests find
	$(BIN)/python -m benchmarks.mutants $(MUTANTS_ARGS)

pictures: .stamps/development .stamps/assets .stamps/messages browser ## take the pictures of the README again
	POLOS_PICTURES=docs/pictures $(BIN)/python -m pytest -q tests/web/journeys/test_pictures.py $(PYTEST_ARGS)

lock: .stamps/venv ## resolve the dependencies anew
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes -q \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --group dev --generate-hashes -q \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o requirements-dev.lock
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --extra spark --group dev --generate-hashes -q \
		--constraints requirements-dev.lock --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" -o requirements-spark.lock

messages: .stamps/runtime ## collect the texts of the interface into the catalogues
	$(BIN)/python -m polos_web.messages collect

pages: .stamps/development ## write docs/methods anew from docstrings and specifications
	PYTHONPATH=tests $(BIN)/python -m spec.pages

clean: ## remove everything that make built, and no data
	rm -rf .venv .venv-spark .stamps node_modules src/polos_web/static/dist
