"""What a page is written with: the build, the language, the links from where it stands, and small pieces.

Whatever is put into a piece is escaped here; names and words of others are isolated (`<bdi>`), and characters
that cannot be seen are shown as their code points.  Pages at one depth in one language have the same links:
`kept` is what they share, so that a name is linked once and not on each of a thousand pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from kg.claim import Article, FigureClaim
from kg.figurewords import period_words
from kg.web import urls, words
from kg.web.drawing.axis import between
from kg.web.drawing.strip import Span
from kg.web.library import Library
from kg.web.shown import outward, visible

if TYPE_CHECKING:
    from kg.answer import Answer
    from kg.web.site import Site

# What a verdict is drawn as: the colours are those of the style sheet, the words stand beside.
TONES = {
    "hard_conflict": "bad", "inconsistent": "bad", "not_met": "bad", "implausible": "bad",
    "soft_conflict": "doubt", "strained": "doubt", "ambiguous": "doubt", "moved": "doubt",
    "equal": "good", "compatible": "good", "refining": "good", "consistent": "good", "met": "good",
}  # fmt: skip


def _link(href: str, text: str) -> Markup:
    return Markup(f'<a href="{escape(href)}"><bdi>{escape(text)}</bdi></a>')


def _isolated(text: str) -> Markup:
    return Markup(f"<bdi>{escape(text)}</bdi>")


@dataclass(frozen=True, eq=False)
class Here:
    """One page in the making."""

    library: Library
    site: Site
    language: str
    page: str

    @cached_property
    def to(self) -> urls.Links:
        """Links from this page."""
        return urls.Links(self.page, self.language, self.site.folder)

    @cached_property
    def kept(self) -> dict[Any, Any]:
        """What pages of this language and depth share."""
        return self.library.kept(self.language, self.site.folder, self.to.up)

    @property
    def has_json(self) -> bool:
        """Whether the page has a twin for programs; in a folder, where nothing else tells the same."""
        return not self.site.folder or self.page.startswith(urls.FOLDER_TWINS)

    @cached_property
    def local(self) -> int:
        """The place of the language in a pair of words."""
        return 0 if self.language == "en" else 1

    @property
    def t(self) -> SimpleNamespace:
        """The words of the pages, as attributes."""
        return _TEXTS[self.language]

    def say(self, pair: Sequence[str]) -> str:
        """The words of a pair in the language of the page."""
        return pair[self.local]

    def key(self, name: str) -> str:
        """The key of a row that holds words in the language of the page: ``question_vi``."""
        return name if self.local == 0 else f"{name}_vi"

    def counted(self, value: int, noun: str) -> str:
        """``3 claims``."""
        return words.counted(value, noun, self.language)

    def ask(self, name: str, given: Mapping[str, str]) -> Answer:
        """The answer to a saved question in the language of the page; raises KGErrors."""
        if self.site.ask is not None:
            return self.site.ask(name, given, self.language)
        return self.library.graph.ask(name, self.language, **given)

    # Names and links

    def name(self, ref: str) -> str:
        """What an entity is called."""
        return self.library.name(ref)[self.local]

    def link(self, ref: str) -> Markup:
        """An entity by name, linked where it has a page."""
        made = self.kept.get(ref)
        if made is None:
            known = ref in self.library.entities
            made = _link(self.to.to(urls.entity(ref)), self.name(ref)) if known else _isolated(self.name(ref))
            self.kept[ref] = made
        return cast(Markup, made)

    def links(self, refs: Iterable[str]) -> Markup:
        """Entities by name, with commas."""
        return Markup(", ".join(self.link(ref) for ref in refs))

    def page_link(self, page: str, text: str) -> Markup:
        """A link to a page of ours."""
        return _link(self.to.to(page), visible(text))

    def out(self, address: str | None, text: str = "") -> Markup:
        """A link to another site; what is no web address is shown as text."""
        where = outward(address)
        shown = visible(text or address or "")
        if not where:
            return _isolated(shown)
        rel = 'class="out" rel="noopener noreferrer external"'
        return Markup(f'<a {rel} href="{escape(where)}"><bdi>{escape(shown)}</bdi></a>')

    def chip(self, verdict: str) -> Markup:
        """A verdict as a coloured word."""
        said = self.say(words.pair(words.VERDICTS, verdict))
        return Markup(f'<span class="chip {TONES.get(verdict, "plain")}">{escape(said)}</span>')

    def word(self, table: str, key: str) -> str:
        """An id of a closed list as a reader takes it."""
        return self.say(words.pair(getattr(words, table), key))

    def kind(self, kind: str, *, several: bool = False) -> str:
        """What a kind of entity is called."""
        pair = words.ENTITY_KINDS.get(kind)
        return self.say(pair[several]) if pair else kind.replace("-", " ")

    # Figures, periods, sources

    def figure(self, claim: str) -> str:
        """The figure of a claim with hedge and unit."""
        return self.library.figure_words[claim][self.local]

    def between(self, low: Any, high: Any, unit: str) -> str:
        """An interval in words; `unit` is a reference."""
        kept = self.library.kept("between")
        key = (low, high, unit)
        if key not in kept:
            kept[key] = between(low, high, unit.rpartition("/")[2], self.library.name(unit))
        return self.say(kept[key])

    def period(self, label: str) -> str:
        """A period as it is said."""
        return self.say(period_words(label))

    def question(self, slot: str) -> str:
        """The question of a slot in one line."""
        key = ("question", slot)
        made = self.kept.get(key)
        if made is None:
            s = self.library.question(slot)
            refs = (s.metric, s.subject, *(ref for ref in (s.sector, s.market, s.ownership) if ref))
            made = self.kept[key] = ", ".join((*map(self.name, refs), self.period(s.period)))
        return cast(str, made)

    def outlet(self, article: Article) -> str:
        """Who published a source; its title or host where that is not known."""
        if article.publisher:
            return self.name(article.publisher)
        return visible(article.title) or self.host(article) or article.stem

    def host(self, article: Article) -> str:
        """The host at which a source is found; empty where it has no web address."""
        where = outward(article.url)
        return (urlsplit(where).hostname or "").removeprefix("www.") if where else ""

    def title(self, article: Article) -> str:
        """The title of a source."""
        return visible(article.title) or self.t.untitled

    def source(self, article: Article) -> Markup:
        """A source as it is cited: outlet and date, linked."""
        key = ("source", article.stem)
        made = self.kept.get(key)
        if made is None:
            said = f"{self.outlet(article)}, {article.date or self.t.undated}"
            made = self.kept[key] = _link(self.to.to(urls.source(article.stem)), said)
        return cast(Markup, made)

    def span(self, claim: FigureClaim) -> Span:
        """A figure as a strip draws it."""
        expected, hard = claim.bounds.expected, claim.bounds.hard
        return Span(
            claim.value, claim.value_max, expected.low, expected.high, hard.low, hard.high, str(claim.status)
        )


_TEXTS = {language: words.texts(language) for language in urls.LANGUAGES}
