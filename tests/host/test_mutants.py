"""The mutation tool: what it changes, and that it sees which changes a test notices."""

import os

from tools.mutants import accepted, trial
from tools.mutants.mutate import mutants

SOURCE = '''"""Text."""

LIMIT = const(8)


class Gate:
    """Text."""

    def open(self, volts):
        """Text."""
        if volts >= LIMIT and (
            not self.shut
        ):
            self.count += 1
        return "\u00b0" if volts else True
'''


def pairs(source):
    return [(mutant.before, mutant.after) for mutant in mutants("firmware/core/x.py", source)]


def test_mutants_of_a_source():
    found = pairs(SOURCE)
    assert ("LIMIT = const(8)", "LIMIT = const(9)") in found
    assert ("LIMIT = const(8)", "LIMIT = const(7)") in found
    assert ("if volts >= LIMIT and (", "if volts > LIMIT and (") in found
    assert ("if volts >= LIMIT and (", "if volts >= LIMIT or (") in found
    assert ("not self.shut", "(self.shut)") in found
    assert ("self.count += 1", "pass") in found
    assert ('return "\u00b0" if volts else True', 'return "\u00b0" if volts else False') in found
    assert len(found) == len(set(found))


def test_every_mutant_still_parses():
    for mutant in mutants("firmware/core/x.py", SOURCE):
        compile(mutant.source, mutant.file, "exec")
        assert mutant.where in {"module", "Gate.open"}


def test_a_trial_tells_noticed_from_unnoticed(tmp_path, monkeypatch):
    (tmp_path / "sample.py").write_text(
        "from core.clock import elapsed\ndef test_it():\n    assert elapsed() == 3\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    tests = [trial.Case("sample", "test_it", 0.1, frozenset())]
    found = mutants("firmware/core/clock.py", "UNUSED = 5\n\n\ndef elapsed():\n    return 1 + 2\n")
    seen = set()
    for mutant in found:
        _, status = os.waitpid(trial.start(mutant, tests, 60), 0)
        seen.add((mutant.where, trial.killer(status, tests)))
    assert seen == {("module", (False, None)), ("elapsed", (True, tests[0]))}


def test_the_tests_are_measured_on_the_real_code():
    tests = trial.measure(["tests/core/test_clock.py"])
    assert all(test.module == "tests.core.test_clock" for test in tests)
    assert {file for test in tests for file, _ in test.lines} == {"firmware/core/clock.py"}


def test_accepted_survivors_need_a_reason(tmp_path, monkeypatch):
    file = tmp_path / "accepted.md"
    file.write_text("# Title\n\n## firmware/core/x.py\n- Gate.open: `a < b` -> `a <= b`: equal\n")
    monkeypatch.setattr(accepted, "FILE", file)
    assert accepted.read() == {("firmware/core/x.py", "Gate.open", "a < b", "a <= b")}
