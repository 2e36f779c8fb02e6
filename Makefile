# Ops. `make run` starts everything, `make test` runs every test; the rest is below.
.DEFAULT_GOAL := help
.PHONY: help run demo token code staff test test-later bench start-figures coverage mutants sizes rules permissions
.PHONY: pictures cases states down clean backup restore build format check-format

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 16

run: export Gateway__Port := $(PORT)
run: ## start the system and stay with it until Ctrl-C (PORT=5080, LANG=en for English)
	@AppHost/run.sh

demo: ## play the whole story on an instance of its own, and drop it (LANG=en for English)
	@AppHost/build.sh
	@AppHost/tool.sh Demo/Ops.Demo play

test: ## install what tests need and run every test
	@tests/run.sh

test-later: export DAYS := $(or $(DAYS),400)
test-later: ## run every test as if it were another day (DAYS=400)
	@tests/run.sh

bench: export ROUNDS := $(or $(ROUNDS),3)
bench: export ONLY := $(ONLY)
# ONLY=latency|throughput|registering|race|opening-day|replicas|board|watchers|ten-years|deadlines|gateway|calendar|
# checks|token-check|tokens|identity-start|lists|portal-board|portal-changes|portal-circuits|portal-first|whose
bench: ## measure speed beside raw baselines in the same run (ROUNDS=3, ONLY=latency|throughput|…)
	@AppHost/prepare.sh nginx chromium
	@dotnet build tests/Benchmarks -c Release --nologo -v quiet
	@dotnet tests/Benchmarks/bin/Release/net10.0/Ops.Benchmarks.dll

start-figures: ## print what a start takes and what an idle system holds
	@AppHost/figures.sh

coverage: ## run every test and print which lines they ran, by library and service
	@rm -rf TestResults
	@tests/run.sh --coverlet --coverlet-output-format cobertura --coverlet-include "[Ops.*]*" \
		--coverlet-exclude-assemblies-without-sources MissingAll
	@dotnet tool exec --yes dotnet-reportgenerator-globaltool -- "-reports:TestResults/*.xml" \
		-targetdir:TestResults -reporttypes:TextSummary > /dev/null
	@grep -E '^Ops\.(Platform|SalesControl|RecordsArchive|ClientAttribution|Identity|ServiceDefaults|Gateway)' \
		TestResults/Summary.txt

mutants: export OPS_PLAIN_TESTS := 1
mutants: REPORT := $(CURDIR)/TestResults/mutants
mutants: ## change SalesControl's decisions a little, and print how many of the changes its plain tests notice
	@rm -rf "$(REPORT)" && mkdir -p "$(REPORT)"
	@# What Stryker kept of the last run is not what is built now. The next build puts all the tests back.
	@rm -f tests/SalesControl.Tests/bin/Debug/net10.0/*.stryker-unchanged
	@cd tests/SalesControl.Tests && dotnet tool exec --yes dotnet-stryker@5.1.0 -- --skip-version-check \
		--output "$(REPORT)" > "$(REPORT)/log" || { tail -n 40 "$(REPORT)/log"; exit 1; }
	@awk -f tests/SalesControl.Tests/mutants.awk "$(REPORT)/reports/mutation-report.md"
	@echo "Each of them: TestResults/mutants/reports/mutation-report.html"

sizes: export TREE := $(or $(TREE),$(CURDIR))
sizes: ## print what one reads for a use case, and other sizes, beside their goals (TREE=another checkout)
	@dotnet build "$(TREE)/Ops.sln" --nologo -v quiet
	@dotnet run --project tests/Sizes -- "$(TREE)"

rules: ## write docs/rules.md again from the [Rule] marks
	@dotnet build tests/Architecture.Tests --nologo -v quiet
	@OPS_WRITE_DOCS=1 dotnet run --no-build --project tests/Architecture.Tests -- \
		-method "*The_page_of_rules_is_current" > /dev/null

cases: ## write docs/cases.md again from the [Case] marks
	@dotnet build tests/Architecture.Tests --nologo -v quiet
	@OPS_WRITE_DOCS=1 dotnet run --no-build --project tests/Architecture.Tests -- \
		-method "*The_page_of_cases_is_current" > /dev/null

permissions: ## write docs/permissions.md again from the services' routes and the posts
	@dotnet build tests/Architecture.Tests --nologo -v quiet
	@OPS_WRITE_DOCS=1 dotnet run --no-build --project tests/Architecture.Tests -- \
		-method "*The_page_of_permissions_is_current" > /dev/null

pictures: export OPS_SHOTS := $(CURDIR)/TestResults/pictures
pictures: ## make README's pictures again: its tour, played in Chromium
	@AppHost/prepare.sh chromium
	@dotnet build tests/Portal.Tests --nologo -v quiet
	@dotnet run --no-build --project tests/Portal.Tests -- -class "*ReservingTests" > /dev/null
	@mkdir -p docs/pictures
	@cp TestResults/pictures/unit-registering-refused-1280.png docs/pictures/refused.png
	@cp TestResults/pictures/reservation-approving-1280.png docs/pictures/approving.png
	@cp TestResults/pictures/board-reserved-1280.png docs/pictures/board.png

states: ## write docs/unit-states.md again from the state diagram in the code
	@dotnet build tests/SalesControl.Tests --nologo -v quiet
	@OPS_WRITE_DOCS=1 dotnet run --no-build --project tests/SalesControl.Tests -- \
		-method "*The_page_of_unit_states_is_current" > /dev/null

token: ## sign a demo member of staff in and print the token: ROLE=consultant [WHO=consultant-2]
	@AppHost/tool.sh Tokens/Ops.Tokens token "$(ROLE)" "$(WHO)"

code: ## print the one-time code of a demo member of staff, for a browser: ROLE=finance-officer or WHO=operations-1
	@AppHost/tool.sh Tokens/Ops.Tokens code "$(ROLE)" "$(WHO)"

staff: ## list the demo's staff
	@AppHost/tool.sh Tokens/Ops.Tokens staff

down: ## stop the system from another terminal
	@AppHost/installation.sh down

clean: ## stop the system and remove its data
	@AppHost/installation.sh clean

backup: ## write the installation, running or stopped, to a file: FILE=ops.tar.gz
	@AppHost/installation.sh backup "$(or $(FILE),$(error FILE= is missing))"

restore: ## put the installation of a file where there is none: FILE=ops.tar.gz
	@AppHost/installation.sh restore "$(or $(FILE),$(error FILE= is missing))"

build: ## build everything; warnings are errors
	dotnet build Ops.sln

format: ## format the code
	dotnet format Ops.sln

check-format: ## fail when the code is not formatted
	dotnet format whitespace Ops.sln --verify-no-changes
