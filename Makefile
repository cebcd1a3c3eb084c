# make run   the whole service as a demonstration; asks nothing
# make test  everything it takes to believe it works
PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
SOURCES := gis_cas layers map_ui migrations tests deploy

.PHONY: run setup setup-tools setup-test test test-all lint audit bench bench-backup bench-load bench-locator bench-bulk bench-reroute bench-responsibility doctor lock

run: setup
	@GIS_CAS_DEMO=1 exec $(VENV_PYTHON) -m gis_cas.cli run

setup:
	@$(PYTHON) deploy/setup.py

setup-test:
	@$(PYTHON) deploy/setup.py browser

test: setup-test
	$(VENV_PYTHON) -m pytest -m "not slow and not bench" -n 2 --dist loadfile

# And everything that takes long: faults, properties, every page in every look; tests/tiers.py lists them.
test-all: test
	$(VENV_PYTHON) -m tests.tiers

setup-tools:
	@$(PYTHON) deploy/setup.py tools

lint: setup-tools
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m mypy $(SOURCES)
	.venv/bin/lint-imports

# The bill of materials in var/sbom.json, and whether any library is known to be weak.
audit: setup-tools
	@$(VENV_PYTHON) deploy/audit.py

bench: setup-test
	$(VENV_PYTHON) -m tests.benchmarks.bench_decision
	$(VENV_PYTHON) -m tests.benchmarks.bench_locator
	$(VENV_PYTHON) -m tests.benchmarks.bench_http
	$(VENV_PYTHON) -m tests.benchmarks.bench_map
	$(VENV_PYTHON) -m tests.benchmarks.bench_messages
	$(VENV_PYTHON) -m tests.benchmarks.bench_sign_in

# Backup and restore; the bars are for HOW_MANY=1000000, which takes half an hour.
HOW_MANY ?= 100000
bench-backup: setup-test
	$(VENV_PYTHON) -m tests.benchmarks.bench_backup --requests $(HOW_MANY)

# Whole files: containment beside PostGIS, decisions from CSV to CSV, a state, the same as by SQL (docs/bulk.md).
ROWS ?= 1000000
bench-bulk: setup-test
	$(VENV_PYTHON) -m tests.benchmarks.bench_bulk --rows $(ROWS)

# What the locator makes of real requests: CITY is a city folder, REQUESTS a CSV file (docs/locator.md).
bench-locator: setup-test
	$(VENV_PYTHON) -m tests.benchmarks.bench_words $(CITY) $(REQUESTS)

# One changed polygon or street against deciding every open request again; the bar is 20 times (docs/responsibility.md).
bench-reroute: setup-test
	$(VENV_PYTHON) -m tests.benchmarks.bench_reroute --requests $(HOW_MANY)

# Whose job it is: silent misroutes, doubts, questions, speed. Needs the open data in ../shared/data; SHARE=0.05 asks a sample.
SHARE ?= 1
bench-responsibility: setup-test
	$(VENV_PYTHON) -m tests.benchmarks.bench_responsibility --share $(SHARE)

# How long a million address points take from a file to being in force.
POINTS ?= 1000000
bench-load: setup-test
	$(VENV_PYTHON) -m tests.benchmarks.bench_load --points $(POINTS)

doctor: setup
	@$(VENV_PYTHON) -m gis_cas.cli doctor

# Needs uv; keeps what is pinned unless pyproject.toml asks for more.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --quiet -o requirements-dev.lock
	grep -E '^[a-z0-9._-]+==' requirements-dev.lock | sed 's/ \\$$//' > .setup/pins
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --quiet -c .setup/pins -o requirements.lock
