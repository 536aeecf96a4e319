# Everything one does with minutebook, by name; `make` alone lists it. Needs a POSIX shell, cargo, node and npm.
.DEFAULT_GOAL := help
.SUFFIXES:
.DELETE_ON_ERROR:

# The minutes that are built, and where the site goes.
SOURCE ?= content
OUTPUT ?= public
# Their configuration, where it does not lie beside them.
CONFIG ?=
# What is fuzzed (fuzz/src/lib.rs lists it), and for how long.
TARGET ?= notes
SECONDS ?= 60
MINUTES ?= 60
# The port of the demo; the next free one is taken when it is in use.
PORT ?= 8000

NODE_MODULES := node_modules/.package-lock.json
LIGHTHOUSE := tests/lighthouse/node_modules/.package-lock.json
TARGET_DIR := $(or $(CARGO_TARGET_DIR),target)
PROGRAM := $(TARGET_DIR)/release/minutebook

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: build ## Build the site of the minutes in content/ from scratch and serve it on this machine
	"$(PROGRAM)" build "$(SOURCE)" -o "$(OUTPUT)"
	node tests/browser/server.mjs "$(OUTPUT)" --port "$(PORT)"

.PHONY: build
build: $(NODE_MODULES) ## Build the program with reveal.js inside: target/release/minutebook
	cargo build --locked --release -p minutebook

# Tests are compiled once, with a profile of their own, and the browser tests run the same program.
.PHONY: test
test: $(NODE_MODULES) $(LIGHTHOUSE) ## Run every check and test that CI runs
	cargo fmt --all --check
	sh tests/growth/valgrind.sh
	cargo clippy --locked --workspace --all-targets --profile checked -- -D warnings
	cargo test --locked --workspace --profile checked
	node engine/web/build.mjs --check
	MINUTEBOOK_CACHE="$(abspath $(TARGET_DIR))/tmp/cache" sh tests/browser/run.sh "$(TARGET_DIR)/checked/minutebook"
	MINUTEBOOK_CACHE="$(abspath $(TARGET_DIR))/tmp/cache" sh tests/browser/run.sh "$(TARGET_DIR)/checked/minutebook" tests/lighthouse/main.test.mjs

.PHONY: browser
browser: build ## Run the browser tests only
	sh tests/browser/run.sh "$(PROGRAM)"

.PHONY: lighthouse
lighthouse: build $(LIGHTHOUSE) ## Have Lighthouse look at six kinds of pages, on a phone and on a desk
	sh tests/browser/run.sh "$(PROGRAM)" tests/lighthouse/main.test.mjs

.PHONY: bless
bless: $(NODE_MODULES) ## Accept what the snapshot tests found; read the diff before you commit it
	BLESS=1 TRYCMD=overwrite cargo test --locked --workspace --profile checked

.PHONY: wasm
wasm: ## Build the search engine for browsers anew: engine/web/built (needs rustup, xz and the network)
	rustup target add wasm32-unknown-unknown
	node engine/web/build.mjs

.PHONY: bench
bench: $(NODE_MODULES) ## Time each stage and the whole build, of the shared corpus where it is found
	cargo bench --locked --bench stages

.PHONY: bench-search
bench-search: build ## Time searching in Chromium and count what it transfers, on the shared corpus where it is found
	CHROMIUM="$$(sh tests/browser/chromium.sh)" MINUTEBOOK="$(PROGRAM)" node tests/browser/bench_search.mjs

.PHONY: bench-peers
bench-peers: build ## Build the same notes with Hugo and Pagefind, too, and compare (needs python3 and the network, for the two)
	python3 scripts/peers.py "$(PROGRAM)" "$(SOURCE)" "$(CONFIG)"

.PHONY: fuzz
fuzz: ## Feed one kind of input with what libFuzzer makes up: TARGET=notes SECONDS=60 (needs a nightly toolchain and cargo-fuzz)
	cargo +nightly fuzz run "$(TARGET)" -- -max_total_time="$(SECONDS)"

.PHONY: fuzz-again
fuzz-again: $(NODE_MODULES) ## Feed one kind of input with files, such as finds: TARGET=svg FILES="target/fuzz-long/finds/svg/crash-*" (stable toolchain)
	cargo run --locked --profile checked -p minutebook-fuzz --bin fuzz-again -- "$(TARGET)" $(FILES)

.PHONY: fuzz-long
fuzz-long: $(NODE_MODULES) ## Feed every kind of input with what libFuzzer makes up, until each has had MINUTES=60 in all runs together (needs the same)
	sh scripts/fuzz/long.sh "$(MINUTES)"

.PHONY: fuzz-short
fuzz-short: $(NODE_MODULES) ## Feed every kind of input with mutations of known ones for two minutes, with the stable toolchain
	cargo run --locked --profile checked -p minutebook-fuzz --bin fuzz-short -- 110

.PHONY: scores
scores: build ## Score search and registers against the labels beside the shared corpus
	sh scripts/scores.sh "$(PROGRAM)"

.PHONY: train
train: $(NODE_MODULES) ## Learn the ranker's table anew from the labels beside the shared corpus (MINUTEBOOK_SHARED)
	cargo run --locked --release -p minutebook-train

.PHONY: screenshots
screenshots: build ## Take the pictures of the README anew: docs/screenshots/*.png
	CHROMIUM="$$(sh tests/browser/chromium.sh)" node tests/browser/screenshots.mjs "$(PROGRAM)" "$(SOURCE)" docs/screenshots

.PHONY: clean
clean: ## Remove everything that was built or installed here
	cargo clean
	rm -rf node_modules tests/lighthouse/node_modules
	find public -mindepth 1 ! -name .gitignore -delete

.PHONY: prerequisites
prerequisites:
	@sh scripts/prerequisites.sh

# The build script cannot watch a package that is not there yet, so that it is told here when it arrives.
$(NODE_MODULES): package.json package-lock.json | prerequisites
	npm ci --ignore-scripts --no-audit --no-fund
	touch $@ build.rs

# A hundred packages that nothing else needs are kept apart from those that every build installs.
$(LIGHTHOUSE): tests/lighthouse/package.json tests/lighthouse/package-lock.json | prerequisites
	cd tests/lighthouse && npm ci --ignore-scripts --no-audit --no-fund
	touch $@
