"""How to read the pages: claims, hedges, verdicts, origins."""

from __future__ import annotations

from typing import Any

from kg.web import urls, words
from kg.web.here import TONES, Here
from kg.web.pages.view import View

_ROWS = (
    ("exact", "r", "r"), ("about", "r, 0.95 v – 1.05 v", "r, 0.95 v – 1.05 v"),
    ("over", "v < … ≤ v + u", "v < …"),
    ("at_least", "v ≤ … ≤ v + u", "v ≤ …"), ("nearly", "v − u ≤ … < v", "0 < … < v"),
    ("under", "0 < … < v", "0 < … < v"), ("at_most", "0 < … ≤ v", "0 < … ≤ v"),
    ("range", "a ≤ … ≤ b", "a ≤ … ≤ b"),
)  # fmt: skip


def about(here: Here) -> View:
    """The page that explains the others."""
    verdicts = [
        (here.chip(key), TONES.get(key, "plain"), here.say(words.VERDICTS_LONG[key]))
        for key in (
            "equal",
            "compatible",
            "refining",
            "soft_conflict",
            "hard_conflict",
            "consistent",
            "strained",
            "inconsistent",
        )
    ]
    hedges = [(here.word("HEDGES", key), expected, hard) for key, expected, hard in _ROWS]
    policy = here.library.corpus.policy.name

    def data() -> dict[str, Any]:
        return {"build": here.library.build, "policy": policy, "counts": dict(here.library.counts)}

    return View(
        "about.html",
        here.t.about_title,
        data,
        {"verdicts": verdicts, "hedges": hedges, "policy": policy},
        urls.ABOUT,
    )
