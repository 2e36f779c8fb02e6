# Ops. `make run` starts everything, `make test` runs every test; the rest is below.
.DEFAULT_GOAL := help
.PHONY: help build format check-format

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 16

build: ## build everything; warnings are errors
	dotnet build Ops.sln

format: ## format the code
	dotnet format Ops.sln

check-format: ## fail when the code is not formatted
	dotnet format whitespace Ops.sln --verify-no-changes
