# Everything this project can do from a PC. `make` lists it; the first use fills .venv.
PYTHON ?= python3
PY := .venv/bin/python
READY := .venv/ready
BOARD ?= pico
PORT ?=
unexport PYTHONDONTWRITEBYTECODE # else each process compiles all it imports

.DEFAULT_GOAL := help
ifneq ($(filter-out chip,$(BENCH)),)
$(error BENCH=$(BENCH): leave it out, or BENCH=chip)
endif
.PHONY: help run test lint format bench size soak mutants build image flash repl emulator clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(READY) ## a pile on this PC: SCENARIO=file plays one, LIVE=1 a console, GROUP=8 share 48 A
	@$(PY) -m $(if $(GROUP),tools.group "$(GROUP)",tools.run $(if $(LIVE),--live) $(SCENARIO))

test: $(READY) ## all tests, on CPython and on MicroPython with a board's heap; core coverage 100 %
	$(PY) -m pytest --numprocesses auto --dist worksteal --cov --cov-report=term

lint: $(READY) ## style, spelling, and types against each port's own stubs
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m codespell_lib .
	@$(call mypy_port,rp2,$(filter-out firmware/hal/esp32%,$(FIRMWARE)) $(IN_VM))
	@$(call mypy_port,esp32,$(filter-out firmware/hal/rp2%,$(FIRMWARE)))
	@$(PY) -m mypy $(filter-out $(IN_VM),$(TOOLS))

format: $(READY) ## lay out the code as lint wants it
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: $(READY) ## the README's figures, measured; BENCH=chip: those of the emulated Pico: ARGS=--help
	@$(PY) -m tools.$(if $(filter chip,$(BENCH)),chip.bench,bench) $(ARGS)

size: $(READY) ## bytes of bytecode a package, and heap while charging
	@$(PY) -m tools.size

soak: $(READY) ## long runs that must keep every invariant; BENCH=chip ends and cuts the emulated Pico: ARGS=--help
	@$(PY) -m tools.$(if $(filter chip,$(BENCH)),chip.campaign,soak) $(ARGS)

mutants: $(READY) ## break firmware/core on purpose, see that a test notices: ARGS=--help
	@$(PY) -m tools.mutants $(ARGS)

build: $(READY) ## the files of a board's flash, compiled, in build/BOARD: BOARD=pico
	@$(PY) -m tools.build $(BOARD)

image: $(READY) ## a whole file system for a new RP2040 board: BOARD=pico
	@$(PY) -m tools.build.image $(BOARD)

flash: $(READY) ## put the firmware on a board; a power cut leaves old or new: BOARD=pico PORT=...
	@$(PY) -m tools.flash $(BOARD) $(PORT)

repl: $(READY) ## a console on a board that goes on running: PORT=...
	@$(PY) -m mpremote connect $(or $(PORT),$(error name the PORT: make repl PORT=/dev/ttyACM0)) resume repl

emulator: $(READY) ## the emulated RP2040: build its fast form once, say where its image is
	@$(PY) -m tools.emulator

clean: ## remove what make made, but not .venv
	rm -rf build .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find firmware tools tests boards -name __pycache__ -type d -exec rm -rf {} +

$(READY): pyproject.toml tools/venv.sh
	@PYTHON="$(PYTHON)" tools/venv.sh
	@touch $@

FIRMWARE = $(shell find firmware -name '*.py')
TOOLS = $(shell find tools -name '*.py')
IN_VM = $(wildcard tools/*/*_main.py tests/*_main.py tools/run/live.py tools/run/repl.py)
# Files $(2) against the stubs of port $(1).
mypy_port = MYPYPATH=.stubs/$(1) $(PY) -m mypy --custom-typeshed-dir .stubs/$(1) \
	--cache-dir .mypy_cache/$(1) $(2)
