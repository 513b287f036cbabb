"""Checking claims against the texts of their articles, for whoever has them.

The texts are not part of this repository.  With them, every digest, position, phrase and figure can be
checked: the bytes of the file, the canonical text, the words at each place, and that they print the value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.amount import read_amount
from kg.claim import Article, FigureClaim, RelationClaim
from kg.corpus import Corpus
from kg.errors import BadInput
from kg.files import MAX_TEXT, canonical_text, decode, read_bytes, sha256
from kg.finding import Finding
from kg.lists import EvidenceLevel, Severity
from kg.namespaces import resource

_NEAR = 200


@dataclass(slots=True)
class Verification:
    """What was checked: claims anchored per article, findings, and articles whose text cannot be read."""

    anchored: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unreadable: list[BadInput] = field(default_factory=list)


def verify(corpus: Corpus, texts: Path) -> Verification:
    """Check every anchored claim of `corpus` against the files in the folder `texts`.

    Raises BadInput when `texts` is no folder.  A text that is missing or not UTF-8 is listed as unreadable, a
    text or claim that no longer matches as a finding.
    """
    if not texts.is_dir():
        raise BadInput.at(texts, "is not a folder of texts", remedy="give the folder that holds the articles")
    result = Verification()
    for article in corpus.articles:
        if article.level is not EvidenceLevel.ANCHORED or article.text_file is None:
            continue
        claims = [c for c in corpus.claims if c.article == article.stem]
        path = texts / article.text_file
        try:
            data = read_bytes(path, MAX_TEXT)
            text = canonical_text(decode(data, path))
        except BadInput as error:
            result.unreadable.append(
                BadInput(error.what, place=f"{article.stem} ({path})", remedy=error.remedy)
            )
            continue
        found = [*_digests(article, data, text), *(f for c in claims for f in _claim(c, article, text))]
        result.findings += found
        bad = {f.focus for f in found}
        result.anchored[article.stem] = sum(resource("claim", c.id) not in bad for c in claims)
    return result


def _digests(article: Article, data: bytes, text: str) -> Iterator[Finding]:
    focus = resource("article", article.stem)
    for rule, stated, actual, what in (
        ("verify-file", article.file_sha256, sha256(data), "the file's bytes"),
        ("verify-text", article.text_sha256, sha256(text.encode("utf-8")), "the canonical text"),
    ):
        if stated != actual:
            yield Finding(
                Severity.VIOLATION,
                focus,
                rule,
                f"{article.stem}: {what} changed since the review",
                "review the article again",
                value=f"sha256 {actual}, reviewed {stated}",
                place=article.place,
            )


def _claim(claim: FigureClaim | RelationClaim, article: Article, text: str) -> Iterator[Finding]:
    e = claim.evidence
    assert (
        e.start is not None and e.end is not None and e.phrase_start is not None and e.phrase_end is not None
    )

    def finding(rule: str, message: str, start: int, end: int) -> Finding:
        return Finding(
            Severity.VIOLATION,
            resource("claim", claim.id),
            rule,
            f"{article.stem}: {message}",
            "review the claim again",
            value=f"{start}-{end}",
            place=claim.place,
        )

    here = text[e.start : e.end]
    if here != e.exact:
        yield finding(
            "verify-surface",
            f"{here!r} stands where {e.exact!r} was{_moved(e.exact, e.start, text)}",
            e.start,
            e.end,
        )
    elif isinstance(claim, FigureClaim):
        try:
            amount = read_amount(here, article.language)
        except ValueError as error:
            yield finding("verify-figure", str(error), e.start, e.end)
        else:
            if abs(claim.value) != abs(amount.value) or claim.value_max != amount.value_max:
                yield finding(
                    "verify-figure", f"{here!r} does not print the value {claim.value}", e.start, e.end
                )
    phrase = text[e.phrase_start : e.phrase_end]
    if phrase != e.phrase:
        yield finding(
            "verify-phrase",
            f"{phrase!r} stands where the phrase {e.phrase!r} was",
            e.phrase_start,
            e.phrase_end,
        )


def _moved(exact: str, start: int, text: str) -> str:
    """Where the words went, when they still stand nearby."""
    low = max(0, start - _NEAR)
    at = text.find(exact, low, start + _NEAR + len(exact))
    return f", which now stands at {at}-{at + len(exact)}" if at >= 0 else ""
