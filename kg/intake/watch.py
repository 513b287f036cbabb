"""What became of the pages that claims came from: the same, changed, gone, or out of reach.

A page whose text has another digest than the reviewed one is changed; then every claim is looked for by its
phrase, wherever that stands by now.  Nothing of a page is kept.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from kg.claim import Article, FigureClaim, RelationClaim
from kg.errors import KGError
from kg.intake.fetch import OtherMedia, SourceGone
from kg.intake.guard import STRICT, Guard
from kg.intake.page import require_reader
from kg.intake.source import Reading, read_url
from kg.lists import EvidenceLevel

Claim = FigureClaim | RelationClaim
Read = Callable[[str], Reading]
_PAUSE = 1.0


class SourceStatus(StrEnum):
    """What became of a page."""

    SAME = "same"  # its text is the one reviewed
    CHANGED = "changed"
    GONE = "gone"  # 404 or 410
    UNREACHABLE = "unreachable"  # no answer, or none that can be read
    REACHABLE = "reachable"  # there, and no text of it was reviewed


FINDINGS = frozenset({SourceStatus.CHANGED, SourceStatus.GONE})


@dataclass(frozen=True, slots=True)
class Lost:
    """A claim whose words no longer stand on its page, and what was found instead."""

    claim: Claim
    message: str


@dataclass(frozen=True, slots=True)
class Watched:
    """What became of the page of one article, which claims were looked for, and which no longer stand."""

    article: Article
    status: SourceStatus
    message: str
    claims: int = 0
    lost: tuple[Lost, ...] = ()
    text_sha256: str = ""

    @property
    def standing(self) -> int | None:
        """How many claims still stand on the page; None where that was not looked at."""
        looked = self.status in (SourceStatus.SAME, SourceStatus.CHANGED)
        return self.claims - len(self.lost) if looked else None


def watch(
    articles: Iterable[Article],
    claims: Collection[Claim],
    guard: Guard = STRICT,
    *,
    read: Read | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Watched]:
    """What became of the page of each article that has an address, in order.

    One page at a time, with a pause before the next of the same host.  `read` (default: fetch under `guard`)
    and `sleep` are seams for tests.  Raises UsageError only, where the reader of HTML is missing.
    """
    require_reader()
    by_article: dict[str, list[Claim]] = {}
    for claim in claims:
        by_article.setdefault(claim.article, []).append(claim)
    asked: set[str] = set()
    for article in articles:
        if article.url is None:
            continue
        host = (urlsplit(article.url).hostname or "").lower()
        if host in asked:
            sleep(_PAUSE)
        asked.add(host)
        yield compare(article, by_article.get(article.stem, []), read or (lambda url: read_url(url, guard)))


def compare(article: Article, claims: Collection[Claim], read: Read) -> Watched:
    """What became of the page of `article`, which has an address, and of its `claims`."""
    assert article.url is not None
    try:
        found = read(article.url)
    except SourceGone as error:
        return Watched(article, SourceStatus.GONE, error.what, len(claims))
    except KGError as error:
        # An article that is only cited may well be a PDF: it answered, and nobody read its text before.
        if isinstance(error, OtherMedia) and article.level is EvidenceLevel.CITED:
            return Watched(article, SourceStatus.REACHABLE, error.what, len(claims))
        return Watched(article, SourceStatus.UNREACHABLE, error.line(), len(claims))
    digest = found.text_sha256
    if article.text_sha256 is None:
        return Watched(
            article, SourceStatus.REACHABLE, "no text of it was reviewed", len(claims), text_sha256=digest
        )
    if digest == article.text_sha256:
        return Watched(
            article, SourceStatus.SAME, "the text is the one reviewed", len(claims), text_sha256=digest
        )
    lost = tuple(lost_claims(claims, found.text))
    message = (
        f"the text differs from the one reviewed; {len(claims) - len(lost)} of {len(claims)} claims stand"
    )
    return Watched(article, SourceStatus.CHANGED, message, len(claims), lost, digest)


def lost_claims(claims: Iterable[Claim], text: str) -> Iterator[Lost]:
    """The claims whose phrase stands nowhere in `text`; blanks and line ends do not count."""
    flat = _flat(text)
    for claim in claims:
        evidence = claim.evidence
        phrase, exact = _flat(evidence.phrase), _flat(evidence.exact)
        if _stands(phrase or exact, flat):
            continue
        if _stands(exact, flat):
            yield Lost(claim, f"{exact!r} stands there, but not in {phrase!r}")
        else:
            yield Lost(claim, f"{exact!r} stands nowhere")


def _stands(words: str, text: str) -> bool:
    """Whether the words stand in the text as words: ``5 million`` does not stand in ``1.5 million``."""
    before = r"(?<!\w)(?<!\d[.,])" if words[:1].isalnum() else ""
    after = r"(?!\w)(?![.,]\d)" if words[-1:].isalnum() else ""
    return re.search(before + re.escape(words) + after, text) is not None


def _flat(text: str) -> str:
    return " ".join(text.split())
