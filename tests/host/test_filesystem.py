"""What goes into a file-system image comes out, folders too; its size is the region's."""

import littlefs

from tools.build import filesystem


def _mounted(image):
    fs = littlefs.LittleFS(block_size=4096, block_count=len(image) // 4096, mount=False)
    fs.context.buffer[:] = image
    fs.mount()
    return fs


def test_what_goes_in_comes_out():
    files = {"main.py": b"print(1)\n", "core/a/b.mpy": bytes(range(256)) * 40, "empty": b""}
    image = filesystem.image(files)
    assert len(image) == 352 * 4096
    fs = _mounted(image)
    for name, data in files.items():
        with fs.open(name, "rb") as stored:
            assert stored.read() == data


def test_a_folder_becomes_the_same_files(tmp_path):
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "x.py").write_bytes(b"x")
    (tmp_path / "boot.py").write_bytes(b"b")
    assert filesystem.folder_files(tmp_path) == {"boot.py": b"b", "core/x.py": b"x"}


def test_a_smaller_region_is_possible():
    image = filesystem.image({"a": b"a"}, blocks=16)
    assert len(image) == 16 * 4096
    assert _mounted(image).listdir("/") == ["a"]
