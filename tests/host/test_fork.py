"""Ends of one beginning, each tried in a child."""

import os
import time

import pytest

from tools.chip import fork


def test_each_child_has_what_this_process_had_when_it_began():
    seen = []
    found = fork.each(3, lambda number: [number, *seen], before=lambda: seen.append(len(seen)))
    assert found == [[0, 0], [1, 0, 1], [2, 0, 1, 2]]


def test_what_a_child_does_stays_with_it():
    seen = []
    assert fork.each(3, seen.append) == [None] * 3
    assert seen == []


@pytest.mark.parametrize("jobs", [1, 3, 8])
def test_results_come_in_order_however_many_are_at_work(jobs):
    moment = [0]

    def before():
        moment[0] += 1

    def act(number):
        time.sleep(0.02 * ((number + 1) % 3))  # they end in another order
        return number, moment[0]

    assert fork.each(7, act, jobs, before) == [[n, n + 1] for n in range(7)]


def test_so_many_are_at_work_at_once(tmp_path):
    def act(number):
        (tmp_path / str(number)).touch()
        most = 0
        for _ in range(20):
            most = max(most, len(list(tmp_path.iterdir())))
            time.sleep(0.01)
        (tmp_path / str(number)).unlink()
        return most

    assert max(fork.each(4, act, 2)) <= 2


def test_more_than_a_pipe_holds():
    assert [len(text) for text in fork.each(3, lambda _: "x" * 300_000, 3)] == [300_000] * 3


def test_an_exception_in_a_child_is_one_here_with_its_text():
    def act(number):
        if number == 1:
            raise ValueError("no coil")
        time.sleep(60 if number == 0 else 0)

    with pytest.raises(fork.Failed, match=r"child 1 .*(.|\n)*act(.|\n)*ValueError: no coil"):
        fork.each(3, act, 3)  # and nobody waits for child 0
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)  # none is left


@pytest.mark.parametrize("status", [0, 3])
def test_a_child_that_dies_is_an_error(status):
    with pytest.raises(fork.Failed, match=f"child 0 ended with status {status}: it said nothing"):
        fork.each(1, lambda _: os._exit(status))


def test_what_is_no_json_is_an_error():
    with pytest.raises(fork.Failed, match="TypeError"):
        fork.each(1, lambda _: object())


def test_a_child_does_not_run_what_stands_around_it():
    passed = []
    try:
        with pytest.raises(fork.Failed, match="SystemExit"):
            fork.each(1, lambda _: (_ for _ in ()).throw(SystemExit(0)))
    finally:
        passed.append(os.getpid())
    assert passed == [os.getpid()]
