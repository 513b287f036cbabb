"""seeds/articles/*.yaml: one reviewed file per article, its metadata and everything it states."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kg.amount import Amount, read_amount
from kg.claim import NOBODY, Article, Attribution, Evidence, FigureClaim, RelationClaim
from kg.entity import Entity
from kg.errors import BadInput
from kg.lists import ClaimKind, EvidenceLevel, Hedge, Status, TimeNature
from kg.literals import Period, date_bounds, decimal, decimal_text, period
from kg.namespaces import is_local_id
from kg.seeds.fields import Fields
from kg.slot import Slot, slot_period
from kg.yamlfile import Mapping, parse

LANGUAGES = ("en", "vi")
_SPAN = re.compile(r"([0-9]{1,8})-([0-9]{1,8})")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`@]+")
_AMBIGUITY = re.compile(r"(percent_or_points|scope|period|subject|status|event|unit|definition): .+")


@dataclass(frozen=True, slots=True)
class ArticleClaims:
    """An article with what it states."""

    article: Article
    figures: tuple[FigureClaim, ...]
    relations: tuple[RelationClaim, ...]


def read_article(
    data: bytes, path: Path, entities: dict[str, Entity], predicates: Collection[str]
) -> ArticleClaims:
    """The article of one file; raises BadInput with file and line on anything unexpected.

    References must name curated `entities`; relations must use one of `predicates`.
    """
    top = Fields(parse(data, path), path, path.stem)
    article = _article(top, path)
    reader = _Reader(article, path, entities, predicates)
    figures = reader.figures(top.mappings("figures"))
    relations = tuple(reader.relation(m, n) for n, m in enumerate(top.mappings("relations"), 1))
    top.done()
    return ArticleClaims(article, figures, relations)


def _article(top: Fields, path: Path) -> Article:
    stem = top.local_id("article")
    if stem != path.stem:
        raise top.error(f"{stem!r} must be the file's own name, {path.stem!r}", "article")
    level = top.choice("level", EvidenceLevel)
    anchored = level is EvidenceLevel.ANCHORED
    date = top.text("date")
    if date != "unknown":
        top.parsed("date", date_bounds)
    publisher = top.text("publisher")
    language = top.text("language")
    if language not in LANGUAGES:
        raise top.error(f"{language!r} is none of {', '.join(LANGUAGES)}", "language")
    url = top.text("url")
    if _URL.fullmatch(url) is None:
        raise top.error(f"{url!r} is not an http(s) address", "url")
    text_file = top.text("text_file") if anchored else None
    if text_file is not None and _FILE_NAME.fullmatch(text_file) is None:
        raise top.error(f"{text_file!r} is not a plain file name", "text_file")
    digests = {}
    for name in ("file_sha256", "text_sha256"):
        if anchored and _SHA256.fullmatch(digest := top.text(name)):
            digests[name] = digest
        elif anchored:
            raise top.error("not a SHA-256 in lower-case hexadecimal", name)
    return Article(
        stem=stem,
        title=top.text("title"),
        publisher=None if publisher == "unknown" else _media(publisher),
        date=None if date == "unknown" else date,
        language=language,
        url=url,
        level=level,
        text_file=text_file,
        file_sha256=digests.get("file_sha256"),
        text_sha256=digests.get("text_sha256"),
        note=top.optional("note") or "",
        place=f"{path.name}:{top.line}",
    )


def _media(publisher: str) -> str:
    return publisher if "/" in publisher else f"media/{publisher}"


def _span(text: str) -> tuple[int, int]:
    match = _SPAN.fullmatch(text)
    if match is None or int(match[1]) >= int(match[2]):
        raise ValueError(f"{text!r} is not START-END in code points")
    return int(match[1]), int(match[2])


class _Reader:
    """Reads the claims of one article."""

    def __init__(
        self, article: Article, path: Path, entities: dict[str, Entity], predicates: Collection[str]
    ) -> None:
        self.article = article
        self.path = path
        self.entities = entities
        self.predicates = predicates
        self._ids: dict[str, str] = {}
        if article.publisher is not None and article.publisher not in entities:
            raise BadInput(f"publisher {article.publisher!r} is not curated", place=article.place)

    def figures(self, mappings: list[Mapping]) -> tuple[FigureClaim, ...]:
        """All figures, in the order of the file; conversions are read after what they convert."""
        fields = [Fields(m, self.path, f"figure {n}") for n, m in enumerate(mappings, 1)]
        keys: dict[str, int] = {}
        for number, entry in enumerate(fields):
            key = entry.optional("key")
            if key is None:
                continue
            if not is_local_id(key):
                raise entry.error(f"{key!r} is not a key", "key", "letters, digits, hyphens and underscores")
            if key in keys:
                raise entry.error(f"{key!r} stands here twice", "key")
            keys[key] = number
            entry.where = f"figure {key}"
        done: dict[int, FigureClaim] = {}
        for number in range(len(fields)):
            chain = [number]
            while (target := fields[chain[-1]].optional("conversion_of")) is not None:
                if target not in keys:
                    raise fields[chain[-1]].error(f"no figure has the key {target!r}", "conversion_of")
                if keys[target] in chain:
                    raise fields[chain[-1]].error("conversions form a circle", "conversion_of")
                if keys[target] in done:
                    break
                chain.append(keys[target])
            for each in reversed(chain):
                if each not in done:
                    target = fields[each].optional("conversion_of")
                    done[each] = self._figure(fields[each], done[keys[target]] if target else None)
        return tuple(done[number] for number in range(len(fields)))

    def _ref(self, fields: Fields, name: str, ref: str) -> str:
        if ref not in self.entities:
            near = difflib.get_close_matches(ref, self.entities, n=1)
            hint = f"did you mean {near[0]}?" if near else "add it to seeds/entities"
            raise fields.error(f"{ref!r} is not a curated entity", name, hint)
        return ref

    def _dimension(self, fields: Fields, name: str) -> str | None:
        text = fields.optional(name)
        if text is None:
            return None
        return self._ref(fields, name, text if "/" in text else f"{name}/{text}")

    def _figure(self, fields: Fields, converted: FigureClaim | None) -> FigureClaim:
        metric = self._ref(fields, "metric", f"metric/{fields.text('metric')}")
        kind = fields.choice("kind", ClaimKind)
        hedge = fields.choice("hedge", Hedge)
        unit = self._ref(fields, "unit", f"unit/{fields.text('unit')}")
        status = fields.choice("status", Status)
        when = fields.parsed("period", period)
        value = fields.parsed("value", decimal)
        value_max = fields.parsed("value_max", decimal) if fields.optional("value_max") is not None else None
        amount = self._amount(fields, value, value_max, unit.removeprefix("unit/"), hedge)
        base = fields.optional("base_period")
        if base is not None:
            fields.parsed("base_period", period)
        subject = self._ref(fields, "subject", fields.text("subject"))
        sector, market = self._dimension(fields, "sector"), self._dimension(fields, "market")
        ownership = self._dimension(fields, "ownership")
        stock = ("timeNature", f"time-nature/{TimeNature.STOCK}") in self.entities[metric].flags
        label, inferred = slot_period(when, stock=stock, published=self.article.date)
        claim = FigureClaim(
            article=self.article.stem,
            subject=subject,
            metric=metric,
            kind=kind,
            value=value,
            step=amount.step,
            value_max=value_max,
            step_max=amount.step_max,
            unit=unit,
            hedge=hedge,
            status=status,
            period=when,
            period_inherited=fields.flag("period_inherited"),
            base_period=base or "",
            sector=sector,
            market=market,
            ownership=ownership,
            attribution=self._attribution(fields),
            conversion_of=converted.id if converted else None,
            ambiguity=self._ambiguity(fields),
            note=fields.optional("note") or "",
            evidence=self._evidence(fields, fields.optional("surface"), "surface"),
            slot=Slot(subject, metric, kind, label, status.family, sector, market, ownership, inferred),
            place=f"{self.path.name}:{fields.line}",
        )
        fields.done()
        if converted is not None and converted.unit == claim.unit:
            raise fields.error("a conversion needs another unit than what it converts", "conversion_of")
        self._register(fields, claim.id)
        return claim

    def _amount(
        self, fields: Fields, value: Decimal, value_max: Decimal | None, unit: str, hedge: Hedge
    ) -> Amount:
        """The figure as its surface prints it, which must be the value and unit that the entry states."""
        if (hedge is Hedge.RANGE) and value_max is None:
            raise fields.error("a range needs value_max", "hedge")
        if value_max is not None and value_max < value:
            raise fields.error("value_max lies below value", "value_max")
        surface = fields.optional("surface")
        if surface is None:
            if self.article.level is EvidenceLevel.ANCHORED:
                raise fields.error("field 'surface' is missing", remedy="the figure as printed")
            low = read_amount(decimal_text(abs(value)), "en")
            high = None if value_max is None else read_amount(decimal_text(abs(value_max)), "en")
            return Amount(value, low.step, None, value_max, high.step if high else None)
        try:
            amount = read_amount(surface, self.article.language)
        except ValueError as error:
            raise fields.error(str(error), "surface") from None
        # A decline is printed as a positive number after a verb of falling.
        printed = (amount.value, amount.value_max)
        if printed not in ((value, value_max), (-value, value_max)):
            shown = "–".join(decimal_text(v) for v in printed if v is not None)
            raise fields.error(
                f"{surface!r} prints {shown}, not the value stated", "value", "correct one of them"
            )
        if amount.unit is not None and amount.unit != unit:
            raise fields.error(f"{surface!r} prints {amount.unit}, not {unit}", "unit", "correct one of them")
        return amount

    def _evidence(self, fields: Fields, exact: str | None, name: str) -> Evidence:
        level = self.article.level
        if level is EvidenceLevel.CITED:
            for field in ("at", "phrase", "phrase_at"):
                if fields.optional(field) is not None:
                    raise fields.error("a cited article has no text to point into", field)
            return Evidence(level, exact or "")
        if exact is None:
            raise fields.error(f"field {name!r} is missing", remedy="the words as printed")
        start, end = fields.parsed("at", _span)
        if end - start != len(exact):
            raise fields.error(f"{end - start} code points, but {exact!r} has {len(exact)}", "at")
        phrase = fields.phrase("phrase") or exact
        if fields.optional("phrase_at") is None:
            phrase_start, phrase_end = start, end
        else:
            phrase_start, phrase_end = fields.parsed("phrase_at", _span)
        if phrase_end - phrase_start != len(phrase):
            raise fields.error(
                f"{phrase_end - phrase_start} code points, but the phrase has {len(phrase)}", "phrase_at"
            )
        offset = start - phrase_start
        if offset < 0 or phrase[offset : offset + len(exact)] != exact:
            raise fields.error(f"{exact!r} does not stand at its place in the phrase", "phrase_at")
        return Evidence(level, exact, start, end, phrase, phrase_start)

    def _attribution(self, fields: Fields) -> Attribution:
        agents = tuple(self._ref(fields, "attributed_to", ref) for ref in fields.texts("attributed_to"))
        cue, inherited = fields.phrase("attribution_cue") or "", fields.flag("attribution_inherited")
        if not agents and (cue or inherited):
            raise fields.error("a cue or an inheritance without anybody credited", "attributed_to")
        return Attribution(agents, cue, inherited) if agents else NOBODY

    def _ambiguity(self, fields: Fields) -> str:
        text = fields.optional("ambiguity") or ""
        if text and _AMBIGUITY.fullmatch(text) is None:
            raise fields.error(
                "an ambiguity is a code, a colon and words", "ambiguity", "see the README for the codes"
            )
        return text

    def relation(self, mapping: Mapping, number: int) -> RelationClaim:
        """One relation."""
        fields = Fields(mapping, self.path, f"relation {number}")
        key = fields.optional("key")
        fields.where = f"relation {key or number}"
        predicate = fields.text("predicate")
        if f"predicate/{predicate}" not in self.predicates:
            known = [ref.removeprefix("predicate/") for ref in self.predicates]
            near = difflib.get_close_matches(predicate, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "define it in ontology/relations.ttl"
            raise fields.error(f"{predicate!r} is not a predicate", "predicate", hint)
        when: Period = fields.parsed("period", period)
        cue = fields.phrase("cue")
        claim = RelationClaim(
            article=self.article.stem,
            subject=self._ref(fields, "subject", fields.text("subject")),
            predicate=f"predicate/{predicate}",
            object=self._ref(fields, "object", fields.text("object")),
            period=when,
            period_inherited=fields.flag("period_inherited"),
            status=fields.choice("status", Status, Status.ACTUAL),
            attribution=self._attribution(fields),
            ambiguity=self._ambiguity(fields),
            note=fields.optional("note") or "",
            evidence=self._evidence(fields, cue, "cue"),
            place=f"{self.path.name}:{fields.line}",
        )
        fields.done()
        self._register(fields, claim.id)
        return claim

    def _register(self, fields: Fields, claim_id: str) -> None:
        if claim_id in self._ids:
            raise fields.error(f"says the same as {self._ids[claim_id]}", remedy="remove one")
        self._ids[claim_id] = fields.where
