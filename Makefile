# Everything here needs a Swift toolchain (6.2 or later) and the headers of SQLite, expat and
# zlib, which `deps` installs where it may.
SHELL := /bin/bash
SWIFT ?= swift
SOURCES := Package.swift Sources Tests migrations reports

.DEFAULT_GOAL := help
.PHONY: help demo test kill model faults readers clients lint format build release bench deps \
  package package-check api-check metrics-check page-check

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

demo: deps ## build, and see the whole story in under a minute
	@$(SWIFT) build --product rollbook
	@"$$($(SWIFT) build --product rollbook --show-bin-path)/rollbook" demo

# Tests that wait for the network go on only if few others run beside them. Swift 6.2 has no option
# for that.
FEW = $$($(SWIFT) test --help-hidden | grep -om1 -e --experimental-maximum-parallelization-width | sed 's/$$/ 6/')

test: deps ## run every test, and repeat at the end what failed
	@set -o pipefail; $(SWIFT) test --disable-xctest $(FEW) 2>&1 | tee .build/test.log || \
	  { grep -E "recorded an issue|Fatal error|error: Exited" .build/test.log | tail -20; exit 1; }

kill: ## kill fetches and pushes fifty times each, and look at what is left
	@ROLLBOOK_KILLS=50 ROLLBOOK_KILL_ROWS=300 \
	  $(SWIFT) test --disable-xctest --filter FetchKillTests --filter PushKillTests

model: deps ## play two thousand random interleavings of operations, and judge each by a model
	@ROLLBOOK_MODEL=2000 $(SWIFT) test --disable-xctest --filter InterleavingTests

faults: ## let every call on a file fail, and every disk fill up, under each operation (hours)
	@ROLLBOOK_FAULTS=all $(SWIFT) test --disable-xctest --no-parallel --filter "FaultTests|HostileQueryTests|AppendOnceTests|UndoWay"

readers: deps ## let twenty processes read for a minute beside one that writes, and stop 200 commands
	@ROLLBOOK_READERS=all ROLLBOOK_STOPS=200 \
	  $(SWIFT) test --disable-xctest --filter ReadersTests --filter InterruptedTests

clients: deps ## try the sandbox with DingTalk clients that other people wrote
	@.ci/clients
	@$(SWIFT) test --disable-xctest --filter ClientTests

lint: ## check the style of every source file
	@$(SWIFT) format lint --strict -r -p $(SOURCES)

format: ## put every source file into the house style
	@$(SWIFT) format -i -r -p $(SOURCES)

build: deps ## build everything, tests included
	@$(SWIFT) build --build-tests --explicit-target-dependency-import-check error

release: deps ## build an optimised program, and say where it is
	@$(SWIFT) build -c release --product rollbook --static-swift-stdlib
	@strip "$$($(SWIFT) build -c release --product rollbook --show-bin-path)/rollbook"
	@echo "$$($(SWIFT) build -c release --product rollbook --show-bin-path)/rollbook"

soak: ## let fifty readers, fetches, pushes, rollbacks and the command line work at once (SOAK="--seconds 600")
	@$(SWIFT) build -c release --product rollbook
	@python3 Tests/Soak/soak.py "$$($(SWIFT) build -c release --product rollbook --show-bin-path)/rollbook" $(SOAK)

bench: deps ## measure speed and size beside baselines (BENCH="--days 3,30")
	@$(SWIFT) build -c release --product rollbook-bench --static-swift-stdlib
	@"$$($(SWIFT) build -c release --product rollbook-bench --show-bin-path)/rollbook-bench" $(BENCH)

package: deps ## make a Debian package with the program, its unit, manual and completions
	@$(SWIFT) build -c release --product rollbook --static-swift-stdlib
	@packaging/deb "$$($(SWIFT) build -c release --product rollbook --show-bin-path)/rollbook" \
	  .build/package

package-check: ## install the package into a scratch root, and try what is in it
	@packaging/check "$$(ls -t .build/package/*.deb | head -n 1)"

SECONDS_OF_CHECKS ?= 300
api-check: deps ## let schemathesis try every operation of the API (SECONDS_OF_CHECKS=60)
	@$(SWIFT) build --product rollbook
	@python3 Tests/APIChecks/schemathesis.py --seconds $(SECONDS_OF_CHECKS) \
	  "$$($(SWIFT) build --product rollbook --show-bin-path)/rollbook"

metrics-check: deps ## let Prometheus's promtool check what /metrics says
	@$(SWIFT) build --product rollbook
	@python3 Tests/APIChecks/metrics.py \
	  "$$($(SWIFT) build --product rollbook --show-bin-path)/rollbook"

page-check: deps ## let Chromium read the pages as people do (KEEP=folder keeps pictures)
	@$(SWIFT) build --product rollbook
	@python3 Tests/PageChecks/pages.py $(if $(KEEP),--keep $(KEEP)) \
	  "$$($(SWIFT) build --product rollbook --show-bin-path)/rollbook"

deps:
	@.ci/deps
