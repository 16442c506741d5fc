.DEFAULT_GOAL := help
.PHONY: run test check bench pictures fmt lock help
# What the first start compiles shall speed up the second, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

run: ## install what is missing, then serve the site (LMS_PORT, LMS_HOME)
	@setup/start run && exec .venv/bin/lms run

test: ## install what the tests need as well, then run all of them
	@setup/start test && .venv/bin/pytest -n 2 --dist worksteal

check: ## format, lint, types, import contracts, templates
	@setup/start check && setup/check

bench: ## measure speed and size, write build/bench.json
	@setup/start bench && .venv/bin/python -m benchmarks

pictures: ## take the README's pictures anew
	@setup/start test && .venv/bin/python -m docs.pictures.take

fmt: ## put the code in the project's format
	@setup/start check && .venv/bin/ruff check --fix --exit-zero --quiet . && .venv/bin/ruff format .

lock: ## renew the locks in requirements/ and package-lock.json
	@setup/start check && setup/lock

help: ## show these targets
	@sed -n 's/^\([a-z]*\): ## /  make \1\t/p' Makefile | expand -t 16
