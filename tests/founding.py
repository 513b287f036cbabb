"""The seeds without the imported tables: the two founding articles and five sources that their figures need.

Small enough to build within a second, and its answers are known one by one; the whole ecosystem has tests of
its own.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _folder() -> Path:
    top = Path(tempfile.mkdtemp(prefix="founding-"))
    atexit.register(shutil.rmtree, top, ignore_errors=True)
    seeds = top / "seeds"
    (seeds / "articles").mkdir(parents=True)
    for name in ("entities", "lexicon"):
        (seeds / name).symlink_to(ROOT / "seeds" / name)
    for folder in (ROOT / "seeds" / "articles", ROOT / "tests" / "founding_articles"):
        for path in folder.glob("*.yaml"):
            (seeds / "articles" / path.name).symlink_to(path)
    return seeds


SEEDS = _folder()
