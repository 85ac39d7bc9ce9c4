# vastguard: `make audit REPO=path` looks for leaked Vast.ai keys, `make test` runs all tests.
# ARGS passes options on: make audit REPO=path ARGS='--format json', make test ARGS='--filter Hook'.

REPO   = .
ARGS   =
PREFIX = /usr/local
export REPO

BINARY := .build/release/vastguard
# The programs that Package.swift offers; the first is vastguard itself.
PROGRAMS := $(shell sed -n 's/.*\.executable.name: "\([^"]*\)".*/.build\/release\/\1/p' Package.swift)
# Folders too: a file that was removed changes its folder.
SOURCES := Package.swift $(shell find Plugins Sources hooks rules 2>/dev/null)

.PHONY: build audit test lint bench accuracy verify-packs fuzz install uninstall deb clean setup
.NOTPARALLEL:

build: $(BINARY)

# The build speaks on standard error, so that a report on standard output stays whole.
$(BINARY): $(SOURCES)
	@scripts/setup
	@echo 'Building vastguard; the first time takes some minutes.' >&2
	@for program in $(notdir $(PROGRAMS)); do \
	swift build --quiet --configuration release --static-swift-stdlib --product "$$program" >&2 || exit; done
	@touch $@

# make itself ends with status 2 whenever a command fails, so the audit's own status is told in words.
audit: setup $(BINARY)
	@$(BINARY) audit $(ARGS) -- "$$REPO"; status=$$?; case $$status in \
	0) exit 0 ;; \
	1) result='findings' ;; \
	2) result='nothing was scanned' ;; \
	3) result='nothing found, but something could not be scanned' ;; \
	*) result='ended early' ;; \
	esac; echo "audit: $$result (status $$status)" >&2; exit $$status

test: setup
	@swift test --disable-xctest $(ARGS)

lint: setup
	@swift format lint --strict --parallel --recursive Package.swift Plugins Sources Tests Benchmarks
	@for script in hooks/* scripts/setup scripts/vastai-client ci/scan ci/program packaging/deb packaging/install packaging/manual; do \
	sh -n "$$script" || exit; done
	@for script in .ci/run Benchmarks/run Benchmarks/make-history Tests/Fuzzing/run*; do bash -n $$script || exit; done

# PREFIX and DESTDIR as everywhere: make install PREFIX=$HOME/.local, make uninstall PREFIX=$HOME/.local.
install: $(BINARY)
	@DESTDIR='$(DESTDIR)' PREFIX='$(PREFIX)' packaging/install $(PROGRAMS)

uninstall:
	@DESTDIR='$(DESTDIR)' PREFIX='$(PREFIX)' packaging/install --remove $(PROGRAMS)

# A Debian package of the programs, for systems like this one.
deb: $(BINARY)
	@packaging/deb $(PROGRAMS)

# Times vastguard beside git and the scanners that are installed: make bench REPO=path ARGS='--growth'.
bench: $(BINARY)
	@if [ "$$REPO" = . ]; then Benchmarks/run $(ARGS); else Benchmarks/run $(ARGS) "$$REPO"; fi

# Prints what is found of a corpus of made-up leaks and traps: make accuracy ARGS='--misses --seed 7'.
accuracy: setup $(BINARY)
	@swift build --quiet --configuration release --static-swift-stdlib --product accuracy >&2
	@.build/release/accuracy $(ARGS)

# Compares every object as read from packs in delta order with the same objects read one by one.
verify-packs: setup
	@swift build --quiet --configuration release --static-swift-stdlib --product verify-packs >&2
	@.build/release/verify-packs "$$REPO"

# Throws made-up packs, objects, containers and repositories at their readers, and any bytes at the
# search, under the address sanitizer, each for so long: make fuzz SECONDS=600.
SECONDS = 300
fuzz: setup
	@Tests/Fuzzing/run $(SECONDS)
	@Tests/Fuzzing/run-search $(SECONDS)
	@Tests/Fuzzing/run-objects $(SECONDS)
	@Tests/Fuzzing/run-archives $(SECONDS)
	@Tests/Fuzzing/run-archives $(SECONDS) BundleFuzz
	@Tests/Fuzzing/run-repository $(SECONDS)

clean:
	@rm -rf .build

setup:
	@scripts/setup
