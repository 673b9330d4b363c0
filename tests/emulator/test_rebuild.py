"""The fast copy: patched by edits that must fit, made once however many want it, done without."""

import threading
import time

import pytest

from tools.emulator import variant
from tools.emulator.rebuild import build
from tools.emulator.rebuild.edit import Edit, Mismatch, after, before


def test_an_edit_that_fits_is_made():
    assert Edit("f", "a", "b", times=2).apply("a-a") == "b-b"
    assert after("f", "two\n", "new\n").apply("one\ntwo\n") == "one\ntwo\nnew\n"
    assert before("f", "two\n", "new\n").apply("one\ntwo\n") == "one\nnew\ntwo\n"
    assert Edit("f", r"(\d)x", r"\1y", times=2, regex=True).apply("1x 2x 3x") == "1y 2y 3y"


@pytest.mark.parametrize("source", ["", "a-a"])
def test_an_edit_that_does_not_fit_is_refused_by_name(source):
    with pytest.raises(Mismatch, match=r"some\.pyx: found \d times, not 1: 'a'"):
        Edit("some.pyx", "a", "b").apply(source)
    with pytest.raises(Mismatch):
        Edit("some.pyx", "z+", "b", regex=True).apply(source)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(build, "missing", lambda: None)
    return tmp_path


def test_the_cache_is_of_this_package_this_patch_this_interpreter(cache, monkeypatch):
    first = build.folder()
    assert first.is_relative_to(cache)
    assert first.name.startswith("0.3.6-")
    monkeypatch.setattr(build, "_HERE", cache)
    assert build.folder() != first


def test_two_at_once_build_once(cache, monkeypatch, capsys):
    made = []

    def slow_make(target):
        made.append(target)
        time.sleep(0.2)
        target.mkdir()

    monkeypatch.setattr(build, "_make", slow_make)
    results = []
    threads = [threading.Thread(target=lambda: results.append(build.ensure())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [build.folder()]
    assert results == [(build.folder(), None)] * 3
    assert capsys.readouterr().err.count("building") == 1


def test_a_package_the_edits_do_not_fit_is_said_and_not_tried_again(cache, monkeypatch):
    monkeypatch.setattr(build, "_EDITS", (Edit("native/_pio.pyx", "not in there", ""),))
    compiled = []
    monkeypatch.setattr(build, "_compile", compiled.append)
    for retry in (False, False, True):
        folder, why = build.ensure(retry)
        assert folder is None
        assert "not in there" in why
    assert not compiled


def test_a_compiler_that_fails_is_said_with_its_log(cache, monkeypatch):
    monkeypatch.setattr(build, "_SETUP", "import sys; print('no luck'); sys.exit(1)")
    folder, why = build.ensure()
    assert folder is None
    assert "build.log" in why
    assert "no luck" in (build.folder() / "build.log").read_text()


@pytest.mark.parametrize(
    ("attribute", "value", "says"),
    [
        ("get_config_var", lambda name: "no-such-cc -pthread", "no C compiler ('no-such-cc')"),
        ("get_path", lambda name: "/nowhere", "python3-dev"),
    ],
)
def test_what_a_machine_lacks_is_named(monkeypatch, attribute, value, says):
    monkeypatch.setattr(build.sysconfig, attribute, value)
    assert says in build.missing()


def test_without_it_the_stock_form_serves_and_says_so_once(monkeypatch, capsys):
    monkeypatch.setattr(build, "missing", lambda: "no compiler at all")
    variant.fast.cache_clear()
    try:
        assert variant.best() == variant.STOCK
        assert variant.best() == variant.STOCK
    finally:
        variant.fast.cache_clear()
    said = capsys.readouterr().err
    assert said.count("no compiler at all") == 1
