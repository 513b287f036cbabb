"""Checking claims against the texts of their articles, for whoever has them.

The texts are not part of this repository.  With them, every digest, position, phrase and figure can be
checked: the bytes of the file, the canonical text, the words at each place, and that they print the value.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.amount import read_amount
from kg.claim import Article, FigureClaim, RelationClaim
from kg.corpus import Corpus
from kg.errors import BadInput, UsageError
from kg.files import MAX_TEXT, decode, read_bytes, sha256
from kg.finding import Finding
from kg.lists import EvidenceLevel, Severity
from kg.namespaces import resource
from kg.wrapping import article_text

_NEAR = 200


@dataclass(slots=True)
class Verification:
    """What was checked: claims anchored per article, findings, and articles whose text cannot be read."""

    anchored: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unreadable: list[BadInput] = field(default_factory=list)


def select(corpus: Corpus, articles: Collection[str] = ()) -> list[Article]:
    """These articles of `corpus`, or all; raises UsageError for one that it does not hold."""
    stems = [article.stem for article in corpus.articles]
    for stem in articles:
        if stem not in stems:
            near = difflib.get_close_matches(stem, stems, n=1, cutoff=0.3)
            hint = f"did you mean {near[0]}?" if near else "an article's id is the name of its seed file"
            raise UsageError(f"no article {stem!r}", remedy=hint)
    return [article for article in corpus.articles if not articles or article.stem in articles]


def verify(corpus: Corpus, texts: Path, articles: Collection[str] = ()) -> Verification:
    """Check every anchored claim of `corpus`, or of these `articles` only, against the files in `texts`.

    Raises UsageError for an article that the corpus does not hold, BadInput when `texts` is no folder.  A
    text that is missing or not UTF-8 is listed as unreadable, a text or claim that no longer matches as a
    finding.
    """
    if not texts.is_dir():
        raise BadInput.at(texts, "is not a folder of texts", remedy="give the folder that holds the articles")
    chosen = select(corpus, articles)
    by_article: dict[str, list[FigureClaim | RelationClaim]] = {}
    for claim in corpus.claims:
        by_article.setdefault(claim.article, []).append(claim)
    result = Verification()
    for article in chosen:
        if article.level is not EvidenceLevel.ANCHORED or article.text_file is None:
            continue
        claims = by_article.get(article.stem, [])
        path = texts / article.text_file
        try:
            data = read_bytes(path, MAX_TEXT)
            text = article_text(decode(data, path))
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
    surface, phrase = e.spans()

    def finding(rule: str, message: str, span: tuple[int, int]) -> Finding:
        return Finding(
            Severity.VIOLATION,
            resource("claim", claim.id),
            rule,
            f"{article.stem}: {message}",
            "review the claim again",
            value=f"{span[0]}-{span[1]}",
            place=claim.place,
        )

    here = text[slice(*surface)]
    if here != e.exact:
        moved = _moved(e.exact, surface[0], text)
        yield finding("verify-surface", f"{here!r} stands where {e.exact!r} was{moved}", surface)
    elif isinstance(claim, FigureClaim) and (wrong := _figure(claim, here, article.language)):
        yield finding("verify-figure", wrong, surface)
    if (words := text[slice(*phrase)]) != e.phrase:
        yield finding("verify-phrase", f"{words!r} stands where the phrase {e.phrase!r} was", phrase)
    if claim.attribution.cue not in text:
        yield finding("verify-cue", f"the cue {claim.attribution.cue!r} stands nowhere", surface)


def _figure(claim: FigureClaim, printed: str, language: str) -> str:
    """What is wrong with the value of a claim whose surface is `printed`; '' when nothing is."""
    try:
        amount = read_amount(printed, language)
    except ValueError as error:
        return str(error)
    if (abs(claim.value), claim.value_max) != (abs(amount.value), amount.value_max):
        return f"{printed!r} does not print the value {claim.value}"
    return ""


def _moved(exact: str, start: int, text: str) -> str:
    """Where the words went, when they still stand nearby."""
    low = max(0, start - _NEAR)
    at = text.find(exact, low, start + _NEAR + len(exact))
    return f", which now stands at {at}-{at + len(exact)}" if at >= 0 else ""
