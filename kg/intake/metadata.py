"""What a page says of itself: title, publisher, date, language, address.

JSON-LD of the article first, then meta elements; for the date `htmldate` comes last, because alone it once
gave a wrong one.  What the page does not say is None.  Runs in the child of `kg.intake.page` only.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

_ARTICLES = frozenset({
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle",
    "OpinionNewsArticle", "BlogPosting", "Report", "TechArticle", "ScholarlyArticle", "WebPage",
})  # fmt: skip
_DATE_METAS = (
    "article:published_time", "og:article:published_time", "datepublished", "date.published", "pubdate",
    "publishdate", "publish-date", "publication_date", "citation_publication_date", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date", "dc.date.created", "dcterms.date", "sailthru.date",
    "parsely-pub-date", "date",
)  # fmt: skip
_ISO = re.compile(r"\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_MAX_JSON = 1_000_000
_LONGEST = 500
_MAX_NODES = 10_000


def metadata(tree: Any, url: str | None) -> dict[str, str | None]:
    """Title, publisher, published, language and canonical_url of a parsed page, which came from `url`."""
    metas = _metas(tree)
    canonical = _canonical(tree, metas)
    node = _article(tree, canonical or url)
    title = _text(node.get("headline")) or metas.get("og:title") or _only_heading(tree)
    publisher = _name(node.get("publisher")) or metas.get("og:site_name") or metas.get("application-name")
    return {
        "title": _clean(title or _text(tree.findtext(".//title"))),
        "publisher": _clean(publisher),
        "published": _published(node, metas, tree, url),
        "language": _language(tree, metas),
        "canonical_url": canonical,
    }


def _metas(tree: Any) -> dict[str, str]:
    """The first content of each meta name, property or itemprop, in lower case."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            if content and (name := (meta.get(attribute) or "").strip().lower()):
                found.setdefault(name, content)
    return found


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD that has a type; what is not JSON is passed over."""
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            queue = [json.loads((script.text or "")[:_MAX_JSON], strict=False)]
        except (ValueError, RecursionError):
            continue
        seen = 0
        while queue and seen < _MAX_NODES:
            value = queue.pop(0)
            seen += 1
            if isinstance(value, list):
                queue += value
            elif isinstance(value, dict):
                yield value
                queue += [value[k] for k in ("@graph", "mainEntity", "mainEntityOfPage") if k in value]


def _article(tree: Any, address: str | None) -> dict[str, Any]:
    """The JSON-LD object of the page's own article; empty where there is none, or several and none is it."""
    found = [
        node for node in _nodes(tree)
        if any(isinstance(t, str) and t.rpartition("/")[2] in _ARTICLES for t in _listed(node.get("@type")))
    ]  # fmt: skip
    narrow = [n for n in found if "WebPage" not in _listed(n.get("@type"))] or found
    if len(narrow) > 1 and address:
        narrow = [n for n in narrow if _same(address, _addresses(n))] or narrow
    dates = {str(n.get("datePublished")) for n in narrow if n.get("datePublished")}
    return narrow[0] if narrow and (len(narrow) == 1 or len(dates) <= 1) else {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _addresses(node: dict[str, Any]) -> list[str]:
    page = node.get("mainEntityOfPage")
    given = [node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    return [address for address in given if isinstance(address, str)]


def _same(address: str, others: list[str]) -> bool:
    return any(_bare(address) == _bare(other) for other in others)


def _bare(address: str) -> str:
    return address.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")


def _text(value: Any) -> str | None:
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, str) and value.strip() else None


def _name(value: Any) -> str | None:
    value = value[0] if isinstance(value, list) and value else value
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _clean(text: str | None) -> str | None:
    """Text of a head on one line, its entities read (JSON-LD is often escaped twice)."""
    if text is None:
        return None
    import html

    flat = " ".join(html.unescape(text).split())
    return flat[:_LONGEST] or None


def _only_heading(tree: Any) -> str | None:
    headings = [h.text_content() for h in tree.iter("h1")]
    return headings[0] if len(headings) == 1 and headings[0].strip() else None


def _canonical(tree: Any, metas: dict[str, str]) -> str | None:
    """The address that the page calls its own, when it is an http(s) address."""
    given = [
        link.get("href")
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for address in [*given, metas.get("og:url")]:
        try:
            parts = urlsplit((address or "").strip())
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc:
            return parts.geturl()
    return None


def _language(tree: Any, metas: dict[str, str]) -> str | None:
    """The language that the page declares, where it is English or Vietnamese."""
    given = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang")
    for value in (given, metas.get("content-language"), metas.get("og:locale")):
        tag = (value or "").strip().lower().replace("_", "-").partition("-")[0]
        if tag:
            return tag if tag in ("en", "vi") else None
    return None


def _published(node: dict[str, Any], metas: dict[str, str], tree: Any, url: str | None) -> str | None:
    """The date of publication, by its calendar day as written; time zones are not recomputed."""
    for value in (_text(node.get("datePublished")), *(metas.get(name) for name in _DATE_METAS)):
        if date := _day(value):
            return date
    marked = {_day(t.get("datetime")) for t in tree.iter("time") if _is_published(t)} - {None}
    if len(marked) == 1:
        return marked.pop()
    return _shown(tree, _language(tree, metas), url)


def _shown(tree: Any, language: str | None, url: str | None) -> str | None:
    """The date that htmldate finds in the body, when that day is really printed there.

    htmldate makes the first of the month of what has no day or a wrong one, and takes a date of change for
    want of another; so it sees no head, and what it says is looked for.
    """
    from copy import deepcopy

    from htmldate import find_date

    body = deepcopy(tree)
    for element in [e for tag in ("head", "script", "style") for e in body.iter(tag)]:
        element.drop_tree()
    try:
        # Not the extensive search: it takes any date of the text for the publication's.
        found = find_date(body, extensive_search=False, original_date=True, url=url, min_date="1995-01-01")
    except (ValueError, TypeError, AttributeError):
        return None
    date = _day(found)
    printed = [body.text_content(), *(t.get("datetime") or "" for t in body.iter("time")), url or ""]
    return date if date and any(re.search(_forms(date, language), text, re.I) for text in printed) else None


def _forms(date: str, language: str | None) -> str:
    """A pattern of how a page prints a day; in English, day/month only where it cannot be month/day."""
    year, month, day = date.split("-")
    y, m, d = year, f"0?{int(month)}", f"0?{int(day)}"
    name = rf"{calendar.month_name[int(month)][:3]}[a-z]*\.?"
    forms = [
        rf"{y}[-/]{m}[-/]{d}",
        rf"{name} {d}(?:st|nd|rd|th)?,? {y}",
        rf"{d}(?:st|nd|rd|th)? {name},? {y}",
    ]
    if language == "vi" or int(day) > 12 or day == month:
        forms += [rf"{d}[-/.]{m}[-/.]{y}", rf"{d} tháng {m}(?:,| năm) {y}"]
    return rf"(?<!\d)(?:{'|'.join(forms)})(?!\d)"


def _is_published(element: Any) -> bool:
    return "pubdate" in element.attrib or "datepublished" in (element.get("itemprop") or "").lower()


def _day(value: str | None) -> str | None:
    """YYYY-MM-DD of an ISO date or time; None where it is no date of the calendar."""
    import datetime as dt

    match = _ISO.match(value or "")
    if match is None:
        return None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return None
