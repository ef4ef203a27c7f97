# make run   opens fieldkit on demonstration data
# make test  checks and tests everything
# Nothing is assumed but make, a shell and Python 3.11 or newer.

PYTHON_IN_VENV := .venv/bin/python
JOBS ?= 2
# recordings of ODK's engines, which are not part of this project
RECORDINGS ?= ../shared/conformance

.PHONY: help setup run check test faults audit sbom bench conformance screenshots pictures translations dist lock

help:
	@echo "make setup        install what fieldkit needs: Debian packages, .venv"
	@echo "make run          open fieldkit on demonstration data (ARGS=… are passed to fieldkit gui)"
	@echo "make check        ruff with the rules of bandit, types, import rule, translations"
	@echo "make test         check, then all tests"
	@echo "make bench        speed beside ODK's engines, saves, encryption, runner, register, lists, figures, workbooks; with targets (FORMS=folder)"
	@echo "make faults       5,000,000 steps of laptops and centre with accidents, 1,000,000 power cuts, 10,000 kills, broken disks, a million bad files (ARGS=\"days --minutes 30\")"
	@echo "make audit        ask the database of advisories about every locked package; fails when it could not ask"
	@echo "make sbom         write what the program is made of (CycloneDX) to build/sbom.json"
	@echo "make conformance  the same forms and answers on fieldkit and ODK's engines (FORMS=folder)"
	@echo "make screenshots  draw every page into screenshots/"
	@echo "make pictures     draw the pictures of README.md anew"
	@echo "make translations collect new sentences of the window and compile"
	@echo "make docs         write docs/feature-matrix.md from the code"
	@echo "make dist         wheel and source archive in dist/"
	@echo "make lock         resolve the dependencies of pyproject.toml anew (needs uv)"

setup:
	@sh packaging/debian.sh
	@sh packaging/venv.sh

run: setup
	@sh packaging/run.sh $(ARGS)

check: setup
	$(PYTHON_IN_VENV) -m ruff check .
	$(PYTHON_IN_VENV) -m ruff format --check .
	$(PYTHON_IN_VENV) -m mypy
	$(PYTHON_IN_VENV) tools/translations.py --check
	$(PYTHON_IN_VENV) -m pytest -q tests/test_imports.py

test: check
	$(PYTHON_IN_VENV) -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

faults: setup
	$(PYTHON_IN_VENV) -m tests.faults $(ARGS)

audit: setup
	$(PYTHON_IN_VENV) -m tools.audit $(ARGS)

sbom: setup
	$(PYTHON_IN_VENV) -m tools.sbom $(ARGS)

bench: setup
	$(PYTHON_IN_VENV) -m tests.bench $(ARGS) $(if $(FORMS),--forms $(FORMS))

conformance: setup
	$(PYTHON_IN_VENV) -m tests.conformance --recordings $(RECORDINGS) $(if $(FORMS),--forms $(FORMS)) $(ARGS)

screenshots: setup
	QT_QPA_PLATFORM=offscreen sh packaging/run.sh --screenshots screenshots

pictures: setup
	$(PYTHON_IN_VENV) tools/pictures.py

translations: setup
	$(PYTHON_IN_VENV) tools/translations.py

docs: setup
	$(PYTHON_IN_VENV) -m tools.feature_matrix
	$(PYTHON_IN_VENV) -m tools.report_reference

dist: setup
	$(PYTHON_IN_VENV) -m hatchling build

COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet

lock:
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock
