# Two words do everything on a machine with Python 3.11+, git and make:
#   make serve   install, check, build and serve the site
#   make test    install what the tests need, and run lint, types, import contract, tests and the catalogue's checks

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
MMKB := $(VENV)/bin/mmkb
comma := ,

ifneq ($(shell command -v uv 2>/dev/null),)
NEW_VENV = uv venv --quiet --allow-existing --python $(PYTHON) $(VENV)
INSTALL = uv pip install --quiet --python $(PY)
else
NEW_VENV = $(PYTHON) -m venv $(VENV)
INSTALL = $(PY) -m pip install --quiet --disable-pip-version-check
endif

# Libraries of the site come by npm; a machine without gets it as a wheel.
NODE := $(if $(shell command -v npm 2>/dev/null),,$(comma)node)

.PHONY: serve site test lint check benchmark clean

serve: $(VENV)/site.done
	$(MMKB) check
	$(MMKB) serve --port $(PORT)

site: $(VENV)/site.done
	$(MMKB) check
	$(MMKB) site

test: lint
	$(PY) -m pytest --cov -n auto --dist loadfile

lint: $(VENV)/test.done
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(MMKB) schema --check
	$(MMKB) fmt --check

check: $(VENV)/site.done
	$(MMKB) check

benchmark: $(VENV)/site.done
	$(PY) benchmarks/pipeline.py
	$(PY) benchmarks/query.py
	$(PY) benchmarks/site.py

$(VENV)/site.done: pyproject.toml Makefile
	@$(PYTHON) -c 'import sys; sys.exit("mmkb needs Python 3.11 or later; name one with make PYTHON=...") if sys.version_info < (3, 11) else None'
	$(NEW_VENV)
	$(INSTALL) -e '.[site,export,hub,links$(NODE)]'
	@touch $@

$(VENV)/test.done: $(VENV)/site.done
	$(INSTALL) -e '.[site,export,test$(NODE)]'
	@touch $@

clean:
	rm -rf build dist $(VENV)
