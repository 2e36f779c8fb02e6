# Ops. `make run` starts everything, `make test` runs every test; the rest is below.
.DEFAULT_GOAL := help
.PHONY: help run demo token test rules down clean build format check-format

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 16

run: export Gateway__Port := $(PORT)
run: ## start the system and stay with it until Ctrl-C (PORT=5080)
	@AppHost/run.sh

demo: ## play the whole story on an instance of its own, and drop it
	@AppHost/build.sh
	@AppHost/tool.sh Demo/Ops.Demo play

test: ## install what tests need and run every test
	@tests/run.sh

rules: ## write docs/rules.md again from the [Rule] marks
	@dotnet build tests/Architecture.Tests --nologo -v quiet
	@OPS_WRITE_DOCS=1 dotnet run --no-build --project tests/Architecture.Tests -- -method "*The_page_of_rules_is_current" > /dev/null

token: ## print a token: ROLE=consultant [WHO=consultant-2] [SITE=a,b] [HOURS=12]
	@AppHost/tool.sh Tokens/Ops.Tokens token --Role="$(ROLE)" --As="$(WHO)" --Site="$(SITE)" --Hours="$(HOURS)"

down: ## stop the system from another terminal
	@AppHost/tool.sh Local/Ops.AppHost.Local down

clean: ## stop the system and remove its data
	@AppHost/tool.sh Local/Ops.AppHost.Local clean

build: ## build everything; warnings are errors
	dotnet build Ops.sln

format: ## format the code
	dotnet format Ops.sln

check-format: ## fail when the code is not formatted
	dotnet format whitespace Ops.sln --verify-no-changes
