"""Finding the MicroPython image."""

from tools.emulator import image


def test_the_named_file_comes_first(tmp_path, monkeypatch):
    named = tmp_path / "own.uf2"
    monkeypatch.setenv("MICROPYTHON_UF2", str(named))
    assert image.find() is None
    named.write_bytes(b"")
    assert image.find() == named


def test_the_newest_of_the_cache_and_no_other_board(tmp_path, monkeypatch):
    monkeypatch.delenv("MICROPYTHON_UF2", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert image.find() is None
    folder = tmp_path / ".cache" / "rp2040py"
    folder.mkdir(parents=True)
    for name in ("RPI_PICO-20250809-v1.26.0.uf2", "RPI_PICO-20260406-v1.28.0.uf2"):
        (folder / name).write_bytes(b"")
    for name in ("RPI_PICO_W-20270101-v1.30.0.uf2", "RPI_PICO2-20270101-v1.30.0.uf2"):
        (folder / name).write_bytes(b"")
    assert image.find().name == "RPI_PICO-20260406-v1.28.0.uf2"


def test_the_message_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.delenv("MICROPYTHON_UF2", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert "MICROPYTHON_UF2" in image.need()
    assert str(tmp_path) in image.need()
    assert "1.26" in image.need()
