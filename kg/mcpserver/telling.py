"""Claims, sources and findings of a book as parts of answers: nothing is computed, all is copied."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kg.claim import Attribution, FigureClaim, RelationClaim
from kg.contents import Row, is_arithmetic
from kg.errors import printable
from kg.figurewords import figure_words
from kg.interval import Interval
from kg.literals import Period as Time
from kg.literals import decimal_text
from kg.mcpserver import parts as p
from kg.mcpserver.book import Book

_LONGEST = 2_000


def shown(text: str) -> str:
    """Text as it may be printed anywhere: what draws on a terminal is escaped, and what is endless is cut."""
    return printable(text, _LONGEST)


def said(text: str) -> p.Quoted:
    """Words as quoted data.  A sentence of the graph is that too: it may repeat titles."""
    return p.Quoted(quoted_data=shown(text))


def quoted(text: str | None) -> p.Quoted | None:
    """Words as quoted data, where there are any."""
    return said(text) if text else None


class Teller:
    """Tells what a book holds, in a language."""

    def __init__(self, book: Book, language: str = "en") -> None:
        self.book, self.language = book, language

    def pick(self, row: Row, name: str) -> str:
        """A text of a row in the language."""
        return shown(row[name] if self.language == "en" else row[f"{name}_vi"])

    def name(self, ref: str) -> p.Name:
        """An entity by its reference."""
        entity = self.book.corpus.entities[ref]
        return p.Name(id=ref, name=shown(entity.en if self.language == "en" else entity.vi))

    def scope(self, ref: str) -> p.Quoted | None:
        """What is meant by an entity and what is not, where that is known."""
        entity = self.book.corpus.entities[ref]
        return quoted(next((text for text, language in entity.scope if language == self.language), None))

    def source(self, stem: str) -> p.Source:
        """An article."""
        article = self.book.articles[stem]
        return p.Source(
            article=stem,
            title=quoted(article.title),
            publisher=self.name(article.publisher) if article.publisher else None,
            date=article.date,
            url=shown(article.url) if article.url else None,
            evidence_level=str(article.level),
        )

    def figure(self, claim: FigureClaim) -> p.Figure:
        """A figure claim, whole."""
        slot = self.book.slots[claim.slot.id]
        told: Row = {
            "claim": claim.id,
            "slot": claim.slot.id,
            "question": self.pick(slot, "question"),
            "kind": str(claim.kind),
            "printed": self._printed(claim),
            "hedge": str(claim.hedge),
            "value": decimal_text(claim.value),
            "unit": claim.unit.rpartition("/")[2],
            "words": quoted(claim.evidence.exact),
            "expected": _ends(claim.bounds.expected),
            "possible": _ends(claim.bounds.hard),
            "status": str(claim.status),
            "period": _period(claim.period, claim.period_inherited),
            "attribution": self._credit(claim.attribution),
            "source": self.source(claim.article),
            "disputed": self.book.is_disputed(slot),
            "disputes": [_dispute(row, claim.id) for row in self.book.disputes(claim.id)],
            "arithmetic": [
                p.Sum(finding=row["id"], rule=row["rule"], verdict=row["verdict"])
                for row in self.book.open_sums(claim.id)
            ],
        }
        if claim.value_max is not None:
            told["value_max"] = decimal_text(claim.value_max)
        if claim.conversion_of:
            told["conversion_of"] = claim.conversion_of
        if claim.id in self.book.echoes:
            told["echo_of"] = self.book.echoes[claim.id]
        if claim.ambiguity:
            told["ambiguity"] = said(claim.ambiguity)
        return p.Figure(**told)

    def relation(self, claim: RelationClaim) -> p.Relation:
        """A relation claim, whole."""
        told: Row = {
            "claim": claim.id,
            "subject": self.name(claim.subject),
            "predicate": claim.predicate.rpartition("/")[2],
            "object": self.name(claim.object),
            "status": str(claim.status),
            "period": _period(claim.period, claim.period_inherited),
            "words": quoted(claim.evidence.exact),
            "attribution": self._credit(claim.attribution),
            "source": self.source(claim.article),
        }
        if claim.ambiguity:
            told["ambiguity"] = said(claim.ambiguity)
        return p.Relation(**told)

    def _printed(self, claim: FigureClaim) -> str:
        unit = self.book.corpus.entities[claim.unit]
        local = claim.unit.rpartition("/")[2]
        both = figure_words(claim.hedge, claim.value, claim.value_max, local, (unit.en, unit.vi))
        return shown(both[self.language == "vi"])

    def place(self, claim: FigureClaim | RelationClaim) -> p.Place | None:
        """Where the words of a claim stand; None where its article is cited by its address only."""
        words = claim.evidence
        if words.start is None or words.end is None:
            return None
        text = self.book.articles[claim.article].text_sha256
        return p.Place(start=words.start, end=words.end, text_sha256=text)

    def _credit(self, credit: Attribution) -> p.Credit:
        told: Row = {"to": [self.name(agent) for agent in credit.agents]}
        if credit.agents and credit.inherited:
            told["inherited"] = True
        if credit.cue:
            told["cue"] = said(credit.cue)
        return p.Credit(**told)

    def told(self, row: Row) -> p.Told:
        """A finding in a sentence."""
        return p.Told(**self._told(row))

    def _told(self, row: Row) -> Row:
        explanation = said(self.pick(row, "explanation"))
        return {
            "finding": row["id"], "rule": row["rule"], "verdict": row["verdict"], "explanation": explanation,
        }  # fmt: skip

    def finding(self, row: Row) -> p.Finding:
        """A finding with all that was found out about it."""
        told: Row = {
            **self._told(row),
            "question": self.pick(row, "question"),
            "severity": row["severity"],
            "claims": row["claims"],
            "causes": [
                p.Cause(cause=c["cause"], status=c["status"], why=said(self.pick(c, "why")))
                for c in row["causes"]
            ],
        }
        if is_arithmetic(row):
            told["stated"] = _quantity(row["stated"])
            told["implied"] = [_quantity(quantity) for quantity in row["implied"]]
            told["cannot_all_hold"] = row["minimal_sets"]
        else:
            told |= {name: row[name] for name in ("sides", "same_authority", "same_article")}
            told["independent_origins"] = row["origins"]
            if row["gap"]:
                told["gap"] = p.Gap(**row["gap"], unit=row["unit"])
        return p.Finding(**told)

    def claims(self, ids: Iterable[str]) -> tuple[list[p.Figure], list[p.Relation]]:
        """Claims in full, each once: figures and relations."""
        once = list(dict.fromkeys(ids))
        figures = [self.figure(self.book.figures[id_]) for id_ in once if id_ in self.book.figures]
        relations = [self.relation(self.book.relations[id_]) for id_ in once if id_ in self.book.relations]
        return figures, relations


def _ends(interval: Interval[Decimal]) -> p.Ends:
    told: Row = {
        "low": None if interval.low is None else decimal_text(interval.low),
        "high": None if interval.high is None else decimal_text(interval.high),
    }
    told |= {name: True for name in ("low_open", "high_open") if getattr(interval, name)}
    return p.Ends(**told)


def _period(period: Time, inherited: bool) -> p.Period:
    told: Row = {
        "label": period.label,
        "start": period.start.isoformat() if period.start else None,
        "end": period.end.isoformat() if period.end else None,
    }
    return p.Period(**told, inherited=True) if inherited else p.Period(**told)


def _dispute(row: Row, claim: str) -> p.Dispute:
    against = [other for side in row["sides"] if claim not in side for other in side]
    return p.Dispute(finding=row["id"], verdict=row["verdict"], against=against)


def _quantity(row: Row) -> p.Quantity:
    names = ("quantity", "role", "subject", "period", "low", "high", "unit", "claims")
    return p.Quantity(**{name: row[name] for name in names})
