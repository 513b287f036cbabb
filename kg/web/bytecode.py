"""Compiled templates, kept beside them in ``__pycache__`` as Python keeps its modules.

Compiling takes a third as long as writing all pages.  What cannot be kept or read is compiled again.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

import jinja2
from jinja2.bccache import Bucket

FOLDER: Final = Path(__file__).parent / "templates" / "__pycache__"
# What goes into a compiled template besides its source.
_MAKERS: Final = ("words.py", "compiling.py")


class Kept(jinja2.BytecodeCache):
    """The compiled templates of one environment, told from those of others by `kind`."""

    def __init__(self, kind: str, folder: Path = FOLDER) -> None:
        self._kind, self._folder = kind, folder
        made = hashlib.sha256(jinja2.__version__.encode())
        for name in _MAKERS:
            with suppress(OSError):
                made.update((Path(__file__).parent / name).read_bytes())
        self._made = made.hexdigest()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name of the file: ``slot.html.en.cpython-311``."""
        return f"{name.replace('/', '_')}.{self._kind}.{sys.implementation.cache_tag}"

    def get_source_checksum(self, source: str) -> str:
        """A digest of the source and of all that takes part in compiling it."""
        return hashlib.sha256((self._made + source).encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` where a fitting file is there."""
        with suppress(OSError), (self._folder / bucket.key).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, where there is room and leave to; whole or not at all."""
        if sys.dont_write_bytecode:
            return
        staged = self._folder / f"{bucket.key}.{os.getpid()}"
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            staged.write_bytes(bucket.bytecode_to_string())
            staged.replace(self._folder / bucket.key)
