# One command for each thing; `make` alone lists them.

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
ARGS ?=

# The first of these that runs and is new enough. `make PYTHON=/path/to/python3.11 app` chooses another.
PYTHON ?= $(shell for python in python3.11 python3 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

.DEFAULT_GOAL := help
.PHONY: help app install demo test test-faults bench-insight check lint format types contracts docs messages lock bench bench-forecast screenshots wheel clean chromium

help: ## List these commands
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

app: $(INSTALLED) ## Start the app (PORT=8600 to choose where), with the demo company where nothing has been loaded yet
	@test -f "$${MILEPOST_HOME:-data/local}/CURRENT" || \
		{ echo "Building the demo company; this takes about half a minute …"; $(BIN)/milepost demo; }
	@exec $(BIN)/milepost serve $(if $(PORT),--port $(PORT)) $(ARGS)

install: $(INSTALLED) ## Make the environment in .venv and nothing more

demo: $(INSTALLED) ## Build the demo company (ARGS="--events 10000000" for a large one)
	@$(BIN)/milepost demo $(ARGS)

test: $(INSTALLED) chromium ## Run every test (ARGS="-k conversion" for some)
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)

test-faults: $(INSTALLED) ## Kill, fill the disk, read across publishes: what `make test` leaves out (several minutes)
	@$(BIN)/python -m pytest -m faults $(ARGS)

check: lint types contracts test ## Format, lint, types, import contracts, tests

lint: $(INSTALLED) ## Say what ruff would change
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

format: $(INSTALLED) ## Let ruff change it
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(INSTALLED) ## Check types
	@$(BIN)/mypy

contracts: $(INSTALLED) ## Check that imports go one way
	@$(BIN)/lint-imports

docs: $(INSTALLED) ## Write the generated parts of the documentation again
	@$(BIN)/python -m tests.docs

messages: $(INSTALLED) ## Bring the Russian catalogue up to date with the texts in the code
	@$(BIN)/python -m tests.messages

lock: $(INSTALLED) ## Write requirements.txt from pyproject.toml (ARGS=--upgrade for newer versions)
	@CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet $(ARGS) --output-file requirements.txt pyproject.toml

bench: $(INSTALLED) ## Time every metric at 1 and 10 million events
	@$(BIN)/python -m tests.bench $(ARGS)

bench-insight: $(INSTALLED) ## Are the demo's planted events found, and is nothing else? (about half an hour; ARGS="--seeds 4")
	@$(BIN)/python -m tests.bench_insight $(ARGS)

bench-forecast: $(INSTALLED) ## Score forecasts on the weekly series of the M4 competition (MILEPOST_REAL_DATA says where)
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.bench.forecast $(ARGS)

screenshots: $(INSTALLED) chromium ## Take the pictures in docs/screenshots again
	@$(BIN)/python -m tests.screenshots $(ARGS)

wheel: $(INSTALLED) ## Build the wheel into dist/
	@$(BIN)/python -m build --wheel --no-isolation

clean: ## Remove the environment, caches and builds; loaded data stay
	@rm -rf $(VENV) dist build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED): requirements.txt pyproject.toml
	@if ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "Milepost needs Python 3.11 or newer. Install it (Debian: apt-get install python3.11 python3.11-venv)," >&2; \
		echo "or name it: make PYTHON=/path/to/python3.11 app" >&2; exit 1; fi
	@if [ ! -x $(BIN)/python ] && ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		version=$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
		echo "$(PYTHON) cannot make an environment: its venv module is missing." >&2; \
		echo "Install it (Debian: apt-get install python$$version-venv) and try again." >&2; exit 1; fi
	@echo "Installing what requirements.txt names into $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Browser tests drive Debian's chromium. Where it cannot be had they are skipped, and say so.
chromium:
	@for name in chromium chromium-browser google-chrome; do \
		command -v $$name >/dev/null && exit 0; done; \
	if ! command -v apt-get >/dev/null; then root=no; \
	elif [ "$$(id -u)" = 0 ]; then root=; \
	elif sudo -n true 2>/dev/null; then root="sudo -n"; else root=no; fi; \
	if [ "$$root" != no ]; then \
		echo "Installing chromium for the browser tests …"; \
		{ $$root apt-get update -qq && $$root env DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 </dev/null && exit 0; fi; \
	echo "No chromium and no way to install it here: browser tests will be skipped." >&2
