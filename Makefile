# make run     reads samples/ into out/ and compares the texts with golden/
# make test    installs what the tests need and runs them
# make check   what must pass before a change lands: style, types, tests
# make bench   speed, memory and accuracy beside RapidOCR, Tesseract and OCRmyPDF
# make bench-scale  how time grows with lines, pages and workers, and memory (PARTS="first share workers")
# make measure draws new pages of every kind (SEED=901 COUNT=2) and compares what is read with the truth;
#              KIND=front draws one kind, WITH=keystone lets them suffer (python -m draw --help)
# make bench-compare  speed and memory of comparing, beside jiwer and dinglehopper
# make measure-repair  garbles newly drawn pages (SEED, COUNT) and measures what ocr-fix repair makes of them
# make golden  draws samples/ and golden/ again from their source (make samples is the same)
# make rehearse-image  runs the steps of the container image's recipe in a chroot (root, debootstrap, 5 GB);
#              BIND="/a /b" names folders that pip needs there
# make schema  writes the JSON Schema of the page format again, after a change of the types
# make pictures  draws the documents' pictures again
# make clean   removes what the other commands made, except samples/ and golden/

SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PAGES := $(sort $(wildcard samples/*.jpg samples/*.png samples/*.tif))
TESSERACT := tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-eng
PDFTOOLS := poppler-utils
FONTS := fonts-noto-cjk fonts-arphic-uming fonts-arphic-ukai fonts-lxgw-wenkai fonts-wqy-zenhei \
  fonts-liberation fonts-ebgaramond fonts-linuxlibertine fonts-oldstandard

SEED ?= 901
COUNT ?= 2
KIND ?= all
WITH ?=

.PHONY: run test check bench bench-scale bench-compare measure measure-repair rehearse-image golden samples schema pictures clean
.DEFAULT_GOAL := run

run: $(VENV)/run.stamp
	@# 1 means that all was read and a text differs more than its limit: the table says which
	$(BIN)/ocr-fix run $(PAGES) -o out --golden golden || [ $$? -eq 1 ]

test: $(VENV)/dev.stamp
	@.ci/packages $(PDFTOOLS) $(TESSERACT)
	@.ci/packages $(FONTS)
	@.ci/packages chromium
	@.ci/packages libime-data-language-model
	$(BIN)/python -m pytest

check: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest

bench: $(VENV)/bench.stamp
	$(BIN)/python bench/bench.py $(PAGES) --golden golden

bench-scale: $(VENV)/bench.stamp
	$(BIN)/python bench/scale.py $(PARTS)

bench-compare: $(VENV)/dev.stamp
	$(BIN)/python bench/comparing.py

measure: $(VENV)/dev.stamp
	@.ci/packages $(FONTS)
	rm -rf .bench/pages .bench/texts
	PYTHONPATH=samples $(BIN)/python -m draw --kind $(KIND) --seed $(SEED) --count $(COUNT) $(if $(WITH),--wear-with $(WITH)) \
	  -o .bench/pages
	$(BIN)/ocr-fix run .bench/pages/*.jpg -o .bench/texts --golden .bench/pages

measure-repair: $(VENV)/dev.stamp
	@.ci/packages $(FONTS)
	PYTHONPATH=samples $(BIN)/python bench/repair.py --seed $(SEED) --count $(COUNT)

rehearse-image: $(VENV)/python.stamp
	$(BIN)/python bench/rehearse_image.py .bench/image --bind $(BIND)

golden samples: $(VENV)/dev.stamp
	@.ci/packages $(FONTS)
	PYTHONPATH=samples $(BIN)/python -m draw

schema: $(VENV)/run.stamp
	$(BIN)/python -c 'import json; from ocr_fix.write.json import page_schema; print(json.dumps(page_schema(), indent=1))' \
	  > ocr_fix/write/page.schema.json.new
	mv ocr_fix/write/page.schema.json.new ocr_fix/write/page.schema.json

pictures: $(VENV)/run.stamp
	$(BIN)/python docs/pictures.py

clean:
	rm -rf $(VENV) out build dist .bench .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ocr_fix needs Python 3.11 or newer; set PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.stamp: pyproject.toml $(VENV)/python.stamp
	@echo "installing into $(VENV) (about 1 GB, once)"
	$(PIP) install --editable .
	@touch $@

$(VENV)/bench.stamp: pyproject.toml $(VENV)/run.stamp
	$(PIP) install --editable '.[bench]'
	@touch $@

$(VENV)/dev.stamp: pyproject.toml $(VENV)/python.stamp
	@echo "installing into $(VENV) (about 1 GB, once)"
	$(PIP) install --editable '.[dev]'
	@# kenlm comes as source: without a compiler the word model's tests are skipped, nothing else
	@$(PIP) install --editable '.[lm]' >/dev/null 2>&1 || echo "kenlm was not built: the tests of the word model are skipped"
	@touch $@ $(VENV)/run.stamp
