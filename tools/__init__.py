"""Everything that is not on the device. Importing it makes the firmware importable, as on it."""

import sys

_ROOT = __file__[: -len("tools/__init__.py")]
_PATHS = (_ROOT + "firmware",)
if sys.implementation.name != "micropython":
    _PATHS += (_ROOT + "tools/cpython",)  # `import micropython`, on a PC

for _path in _PATHS:
    if _path not in sys.path:
        sys.path.insert(0, _path)
