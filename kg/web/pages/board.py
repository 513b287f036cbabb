"""The audit board: every finding, by rule and verdict, with a filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from kg.namespaces import reference
from kg.web import urls, words
from kg.web.here import TONES, Here
from kg.web.library import Row, worst_first
from kg.web.pages.parts import finding_line
from kg.web.pages.questions import exists
from kg.web.pages.view import View

_FILTERS = ("rule", "verdict", "severity")


def board(here: Here, query: Mapping[str, str]) -> View:
    """The board; on a server, `query` may name a rule, a verdict and a severity."""
    library = here.library
    rows = worst_first((*library.conflicts, *library.checks))
    wanted = {key: query[key] for key in _FILTERS if query.get(key)}
    kept = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    table = Counter((row["rule"], row["verdict"]) for row in rows)
    verdicts = [v for v in words.VERDICTS if any(v == verdict for _, verdict in table)]
    verdicts.sort(key=lambda v: ("bad", "doubt", "good", "plain").index(TONES.get(v, "plain")))
    rules = sorted(
        {rule for rule, _ in table},
        key=lambda r: (-sum(n for (rule, v), n in table.items() if rule == r and TONES.get(v) == "bad"), r),
    )
    groups = []
    for rule in rules:
        lines = [finding_line(here, row) for row in kept if row["rule"] == rule]
        if lines:
            groups.append({"rule": rule, "name": here.word("RULES", rule), "lines": lines})
    options = {
        "rule": [(rule, here.word("RULES", rule)) for rule in rules],
        "verdict": [(v, here.word("VERDICTS", v)) for v in verdicts],
        "severity": [(s, here.word("SEVERITIES", s)) for s in ("violation", "warning", "info")
                     if any(row["severity"] == s for row in rows)],
    }  # fmt: skip
    fields = {
        "groups": groups,
        "total": len(rows),
        "kept": len(kept),
        "wanted": wanted,
        "options": options,
        "rules": [(rule, here.word("RULES", rule)) for rule in rules],
        "verdicts": [(v, here.word("VERDICTS", v), TONES.get(v, "plain")) for v in verdicts],
        "table": table,
        "remarks": [_remark(here, row) for row in library.remarks],
    }
    return View(
        "audit.html", here.t.audit_title, lambda: {"filter": wanted, "findings": kept}, fields, urls.AUDIT
    )


def _remark(here: Here, row: Row) -> dict[str, Any]:
    """A finding of the shapes: what it says, and the page of what it speaks of."""
    kind, _, local = reference(row["focus"]).partition("/")
    page = urls.of_resource(kind, local, here.library.kinds)
    known = page is not None and exists(here.library, kind, local)
    name = here.figure(local) if local in here.library.figures else here.name(f"{kind}/{local}")
    return {
        "severity": here.word("SEVERITIES", row["severity"]),
        "rule": row["rule"],
        "said": row[here.key("message")],
        "about": here.page_link(page or "", name) if known else name,
    }
