# Thin: every target is one or two commands of the tools that do the work.
#
#   make run     installs what is missing, builds, serves on 127.0.0.1:8080 with demo data
#   make test    everything: style, unit, store and HTTP tests, sanitizers, a short crash test
#   make help    the other targets

.DEFAULT_GOAL := build
.PHONY: build setup run test test-unit test-http test-asan test-tsan test-crash fuzz-smoke bench bench-large \
    bench-search bench-postgres bench-check bench-record bench-programs lint format clean help

build: setup ## builds the program: build/contactd
	@scripts/build release contactd

setup:
	@scripts/setup

run: build ## builds and serves, with demo data
	@build/contactd serve --demo

test: ## all suites
	@scripts/test

test-unit: ## unit and store tests, release build
	@scripts/test unit

test-http: ## the program over HTTP and by its command line
	@scripts/test http

test-asan: ## unit, store and HTTP tests with AddressSanitizer and UBSan
	@scripts/test asan http-asan

test-tsan: ## tests of what happens at once, with ThreadSanitizer
	@scripts/test tsan http-tsan

test-crash: ## 60 kills in the middle of writing; nothing acknowledged may be lost
	@KILLS=60 scripts/test crash

fuzz-smoke: ## each fuzz target for FUZZ_SECONDS (30)
	@scripts/fuzz

bench: bench-programs ## contactd beside its ceilings and its peers; ARGS='--contacts 1000000', ARGS=--publish
	@node bench/run.mjs $(ARGS)

bench-large: bench-programs ## the same server with 100,000 and with 1,000,000 contacts
	@node bench/large.mjs $(ARGS)

bench-search: bench-programs ## searches in a location of 1,000,000 contacts; ARGS='--contacts 100000'
	@node bench/search.mjs $(ARGS)

bench-postgres: bench-programs ## contactd on PostgreSQL beside pgbench and a peer on the same server
	@POSTGRES_FSYNC=on node tests/postgres/with-postgres.mjs node bench/postgres.mjs $(ARGS)

bench-check: bench-programs ## instructions a request, compared with bench/baseline.json
	@node bench/check.mjs

bench-record: bench-programs ## writes bench/baseline.json anew
	@node bench/check.mjs --record

bench-programs: build
	@scripts/setup bench
	@scripts/build release bench-programs

lint: build ## the checks of the source alone
	@scripts/setup test
	@scripts/lint

format: ## lays out the C source by .clang-format
	@find src tests bench -name node_modules -prune -o \( -name '*.c' -o -name '*.h' -o -name '*.cc' \) -print | xargs clang-format -i

clean: ## removes every build
	rm -rf build build-*

help:
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 20
