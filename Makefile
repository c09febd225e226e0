# What a person runs.  `make site` installs what a site needs, `make test` what tests need too; see locks/.

VENV := .venv
BIN := $(VENV)/bin
SITE := $(VENV)/.site
READY := $(VENV)/.ready
LOCK := uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-index-url
DATA ?= ../shared/eval
N ?= 1000

.PHONY: site test quick check lint types layers schema locks licences goldens quality bench soak serve browser demo docs release pictures clean help

site: $(SITE)  ## build site/ from seeds/
	$(BIN)/python build.py

test: $(READY)  ## run the tests, in two processes
	$(BIN)/python -m pytest -n 2 --dist worksteal

quick: $(READY)  ## what one runs while working: no site, browser or pack
	$(BIN)/python -m pytest -n 2 -q tests/model tests/lexicon tests/text tests/extract --ignore tests/extract/test_budget.py

serve: $(SITE)  ## live preview
	$(BIN)/python build.py serve

check: test lint types layers  ## what CI runs: tests, lint, types, layers, the site built strictly
	$(BIN)/python build.py build --strict

lint: $(READY)  ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)  ## mypy, strict
	$(BIN)/mypy

layers: $(READY)  ## import-linter: a room imports only from the rooms below it
	$(BIN)/lint-imports

schema: $(READY)  ## write the JSON Schema of a record again
	$(BIN)/python build.py schema > content/schema/brief.schema.json

licences: $(READY)  ## write the list of licences again, after a change of the lock
	$(BIN)/python docs/licences.py > docs/pages/licences.md

goldens: $(READY)  ## write the golden files again; read the diff before you commit it
	$(BIN)/python -m tests.golden

quality: $(READY)  ## score the engine: make quality DATA=folder
	$(BIN)/python tests/quality/run.py $(DATA)

bench: $(READY)  ## time the engine and the site of N briefs beside other tools: make bench N=10000
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements-bench.txt
	$(BIN)/python benchmarks/engine.py
	$(BIN)/python benchmarks/sites.py --briefs $(N) --save dist/bench-$(N).md

soak: $(READY)  ## the long forms: stories, killed builds, failed writes, mutated texts, hostile pages; hours
	HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest -q tests/review/merge/test_merge_laws.py tests/browser/test_injections.py \
		tests/publish/incremental/test_incremental.py tests/system/test_crashes.py tests/system/test_fuzzing.py tests/system/test_memory.py tests/system/test_adversarial.py \
		tests/ingest/test_files.py tests/system/test_sweep.py

locks: $(READY)  ## lock the packages again, with uv; then make licences
	$(LOCK) pyproject.toml --all-extras -o locks/dev.txt
	for extra in cards cluster docx ingest pdf review; do $(LOCK) pyproject.toml --extra $$extra -c locks/dev.txt -o locks/$$extra.txt; done
	$(LOCK) pyproject.toml -c locks/dev.txt -o locks/site.txt
	echo "setuptools>=77" | $(LOCK) - -c locks/dev.txt -o locks/build.txt

browser:  ## install from npm what the browser tests measure with
	npm ci --prefix tests/browser --no-audit --no-fund --silent

demo: $(SITE)  ## build a second desk, of the sample texts in examples/desk, into dist/demo/site/
	rm -rf dist/demo
	$(BIN)/python build.py new dist/demo --name "Demo desk" >/dev/null
	rm -r dist/demo/seeds/* dist/demo/content/briefs dist/demo/content/.generated
	cp examples/desk/seeds/*.txt dist/demo/seeds/
	$(BIN)/python build.py build --drafts --config dist/demo/mkdocs.yml
	cat examples/desk/correction.yml >> dist/demo/content/briefs/2021-06-16-geneva-summit.yml
	while read -r slug day; do $(BIN)/python build.py approve $$slug --by "The sample desk" --date $$day --config dist/demo/mkdocs.yml; done < examples/desk/reviewed.txt
	$(BIN)/python build.py build --drafts --config dist/demo/mkdocs.yml

docs: $(SITE)  ## build the tool's own site into dist/docs/
	$(BIN)/python build.py build --strict --config docs/mkdocs.yml

release: $(READY)  ## build the wheel and the sdist into dist/, the same bytes each time
	$(BIN)/python tools/release.py

pictures: demo  ## take the README's pictures again, in Chromium
	$(BIN)/python docs/pictures.py

clean:  ## remove what can be made again
	rm -rf $(VENV) .cache dist build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*##/\1 :/p' Makefile

# The locked packages with their hashes first, then the project itself without any.
$(SITE): locks/site.txt locks/build.txt pyproject.toml
	python3 tools/install.py site
	@touch $(SITE)

$(READY): locks/dev.txt pyproject.toml
	python3 tools/install.py dev
	@touch $(READY) $(SITE)
