# One command sets everything up and shows the main job: make demo. One command tests it: make test.
# PYTHON names the interpreter to build .venv with, for example: make setup PYTHON=python3.12

PYTHON ?= python3.11
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
STAMP := .venv/.installed
LOCKER := build/lock
DEMO := japan-2026 japan-2026-slowdown japan-2026-civil-denial

.PHONY: help setup demo check test server browser page page-check nightly lock docs wheel clean
.DEFAULT_GOAL := help

help:
	@echo "make demo     set up, run the three readings of the January 2026 ban, write demo/"
	@echo "make test     set up, run all tests except the long ones"
	@echo "make check    style, types, direction of imports, declared dependencies"
	@echo "make page     build the page into the package; needs node 20 and npm"
	@echo "make page-check  types and tests of the page; the committed build must be the same as a new one"
	@echo "make nightly  the long property runs"
	@echo "make lock     resolve requirements.lock again (minutes; UPGRADE=1 takes newer versions)"
	@echo "make docs     the docs as a site in build/site, without anything from outside"
	@echo "make wheel    wheel, sdist, data package, software bill and licences in dist/, tried in a fresh environment"
	@echo "make clean    remove what was built; .venv stays"

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml tools/make_venv.py
	@echo "Setting up .venv (once; one to three minutes) ..."
	@$(PYTHON) --version >/dev/null 2>&1 || { echo "$(PYTHON) was not found. Install it (Debian: apt install python3.11 python3.11-venv) or name another: make setup PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) tools/make_venv.py .venv
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(STAMP)
	@$(BIN)/ytterby compare $(DEMO) --draws 200 --months 36 --out demo
	@for name in $(DEMO); do \
	  $(BIN)/ytterby brief "$$(ls -td demo/$$name-???????? | head -1)" --out "demo/brief-$$name.html" >/dev/null || exit 1; done
	@find "$(CURDIR)/demo" -name 'compare-*.html' -exec echo "The report: {}" \;
	@find "$(CURDIR)/demo" -name 'brief-*.html' -exec echo "A brief, one page for the director and the page behind it: {}" \;
	@echo "The page: $(BIN)/ytterby serve --runs demo"

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry src

test: $(STAMP) server browser
	$(BIN)/python -m pytest

# The evidence store is tested on a real PostgreSQL, which the tests start themselves.
server:
	@command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
	  { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq postgresql; } || \
	  { echo "PostgreSQL is needed for the tests of the evidence store: apt install postgresql, or set YTTERBY_WITHOUT_POSTGRES=1" >&2; test -n "$$YTTERBY_WITHOUT_POSTGRES"; }

# The page is tested in a real browser.
browser:
	@command -v chromium >/dev/null 2>&1 || test -n "$$YTTERBY_CHROMIUM" || \
	  { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk; } || \
	  { echo "Chromium is needed for the tests of the page: apt install chromium, or set YTTERBY_WITHOUT_BROWSER=1" >&2; test -n "$$YTTERBY_WITHOUT_BROWSER"; }

# Users need no node: what is built is committed. Only who changes frontend/ runs these two.
page:
	cd frontend && npm ci --no-audit --no-fund && npm run build

page-check:
	cd frontend && npm ci --no-audit --no-fund && npm run check && npm test
	cd frontend && PAGE_OUT=../build/page npm run build
	diff -r build/page src/ytterby/web/bundle

nightly: $(STAMP)
	$(BIN)/python -m pytest -m nightly

# The lock holds run-time, development and build requirements with hashes and names no package index.
lock:
	@mkdir -p $(LOCKER)
	@test -x $(LOCKER)/venv/bin/pip-compile || { $(PYTHON) tools/make_venv.py $(LOCKER)/venv && $(LOCKER)/venv/bin/python -m pip install --quiet pip-tools==7.6.2; }
	@$(PYTHON) tools/lock_inputs.py > $(LOCKER)/all.in
	@cp requirements.lock $(LOCKER)/requirements.lock
	@$(LOCKER)/venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	  --no-header --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	  $(if $(UPGRADE),--upgrade) --output-file $(LOCKER)/requirements.lock $(LOCKER)/all.in
	@{ echo "# Every package of a development and demo machine, pinned with its hashes. Made by \`make lock\`."; \
	   sed '/^#/d' $(LOCKER)/requirements.lock; } > requirements.lock
	@echo "requirements.lock: $$(grep -c '==' requirements.lock) packages"

docs: $(STAMP)
	@$(BIN)/python tools/reference_pages.py --check
	@$(BIN)/python -m zensical build --clean --strict
	@echo "The docs: $(CURDIR)/build/site/index.html"

wheel: $(STAMP)
	@rm -rf dist
	@$(BIN)/python -m hatchling build -d dist
	@$(BIN)/python tools/software_bill.py dist
	@$(BIN)/python tools/data_package.py dist
	@$(PYTHON) tools/smoke.py dist/*.whl

clean:
	rm -rf build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
