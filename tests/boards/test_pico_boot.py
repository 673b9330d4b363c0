"""boards/pico/_boot.py on a chip that a test provides: what does not mount is never formatted."""

import sys

PATH = __file__[: -len("tests/boards/test_pico_boot.py")] + "boards/pico/_boot.py"


class Chip:
    """Stands in for the modules rp2 and vfs; the flash holds `mountable`."""

    def __init__(self, mountable):
        self.mountable = mountable
        self.done = []

    def Flash(self, start, len):
        return (start, len)

    def VfsLfs2(self, blocks, progsize):
        assert blocks == (64 * 1024, 1024 * 1024)
        assert progsize == 256
        if not self.mountable:
            raise OSError(84)
        return self

    def mount(self, files, path):
        assert files is self
        self.done.append("mount " + path)


class Lfs:
    """The class vfs.VfsLfs2: called, it mounts; mkfs formats."""

    def __init__(self, chip):
        self._chip = chip

    def __call__(self, blocks, progsize):
        return Chip.VfsLfs2(self._chip, blocks, progsize)

    def mkfs(self, blocks, progsize):
        self._chip.mountable = True
        self._chip.done.append("format")


def boot(chip):
    """Run _boot.py; return its names and what it printed."""
    chip.VfsLfs2 = Lfs(chip)
    said = []
    kept = sys.modules.get("rp2"), sys.modules.get("vfs"), getattr(sys, "ps1", None)
    sys.modules["rp2"] = sys.modules["vfs"] = chip
    names = {"__name__": "_boot", "print": said.append}
    try:
        with open(PATH) as file:
            exec(file.read(), names)
        names["prompt"] = getattr(sys, "ps1", None)
    finally:
        for name, module in zip(("rp2", "vfs"), kept):
            sys.modules.pop(name)
            if module is not None:
                sys.modules[name] = module
        if kept[2] is not None:
            sys.ps1 = kept[2]
        elif hasattr(sys, "ps1"):
            del sys.ps1
    return names, said


def test_a_good_file_system_is_mounted_in_silence():
    chip = Chip(True)
    assert boot(chip)[1] == []
    assert chip.done == ["mount /"]


def test_what_does_not_mount_stays_as_it_is_and_is_said():
    chip = Chip(False)
    names, said = boot(chip)
    assert chip.done == []
    assert said[0].startswith("safe mode: the file system does not mount (")
    assert "nothing was changed" in said[0]
    assert names["prompt"].startswith("safe mode")


def test_a_person_can_make_a_new_one():
    chip = Chip(False)
    names, _ = boot(chip)
    names["erase_all_and_format"]()
    assert chip.done == ["format", "mount /"]
