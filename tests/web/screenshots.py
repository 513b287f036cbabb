"""Take the pictures of the README anew: the main pages, as `kg site` writes them.

    python tests/web/screenshots.py              # the store of `kg build` -> kg/web/screenshots/

They are cut to the height of a window and reduced to a palette, so that they stay small.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Final

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]

from browser import chromium  # noqa: E402
from pngfile import reduced  # noqa: E402

from kg.knowledge import KnowledgeGraph  # noqa: E402
from kg.web import urls  # noqa: E402
from kg.web.folder import write_site  # noqa: E402

FOLDER: Final = ROOT / "kg" / "web" / "screenshots"
DESK, PHONE = (1200, 860), (390, 780)
# name -> page, language, window, dark, element to begin at
PICTURES: Final = {
    "overview": ("", "en", DESK, False, ""),
    "slot": ("slot/industry_revenue.digital_technology_industry.2024", "en", DESK, False, ""),
    "claim": ("", "en", DESK, False, ""),
    "entity": ("entity/company/viettel-group", "vi", DESK, False, ""),
    "question": ("questions/industry-size", "en", DESK, False, "#chart"),
    "phone": ("", "vi", PHONE, True, ""),
}
