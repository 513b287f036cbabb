"""seeds/articles/*.yaml: one reviewed file per article, its metadata and everything it states."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping as Map
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kg.amount import Amount, read_amount
from kg.claim import NOBODY, Article, Attribution, Evidence, FigureClaim, RelationClaim
from kg.corpus import Predicate
from kg.hedges import hedge_before, hedge_within
from kg.interval import POLICY, Policy
from kg.lists import ClaimKind, EvidenceLevel, Hedge, Status, TimeNature
from kg.literals import Period, date_bounds, day, decimal, decimal_text, period
from kg.namespaces import is_local_id
from kg.seeds.fields import Fields
from kg.seeds.places import PLACE_FIELDS, read_evidence
from kg.seeds.references import References
from kg.slot import Slot, slot_period
from kg.yamlfile import Mapping, parse

LANGUAGES = ("en", "vi")
UNKNOWN = "unknown"
# BCP 47's tag for a language that is not known.
UNDETERMINED = "und"
_TEXT_FIELDS = ("text_file", "file_sha256", "text_sha256")
ARTICLE_FIELDS = (
    "article", "title", "publisher", "date", "recorded", "language", "url", "level", *_TEXT_FIELDS, "note",
    "figures", "relations",
)  # fmt: skip
_CLAIM_FIELDS = (
    *PLACE_FIELDS, "status", "period", "period_inherited", "attributed_to", "attribution_cue",
    "attribution_inherited", "ambiguity", "note",
)  # fmt: skip
FIGURE_FIELDS = (
    "key", "subject", "metric", "kind", "value", "value_max", "unit", "surface", "hedge", "base_period",
    "sector", "market", "ownership", "conversion_of", *_CLAIM_FIELDS,
)  # fmt: skip
RELATION_FIELDS = ("key", "subject", "predicate", "object", "cue", *_CLAIM_FIELDS)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`@]+")
_CODES = ("percent_or_points", "scope", "period", "subject", "status", "event", "unit", "definition")
_AMBIGUITY = re.compile(rf"({'|'.join(_CODES)}): .+")


@dataclass(frozen=True, slots=True)
class ArticleClaims:
    """An article with what it states."""

    article: Article
    figures: tuple[FigureClaim, ...]
    relations: tuple[RelationClaim, ...]


def read_article(
    data: bytes,
    path: Path,
    references: References,
    predicates: Map[str, Predicate],
    policy: Policy = POLICY,
) -> ArticleClaims:
    """The article of one file; raises BadInput with file and line on anything unexpected.

    References must name curated entities; relations must use one of `predicates`, as it is meant to be used.
    Hedges are read by `policy`.
    """
    top = Fields(parse(data, path), path, path.stem)
    top.only(ARTICLE_FIELDS)
    article = _article(top, path, references)
    reader = _Reader(article, path, references, predicates, policy)
    figures = reader.figures(top.mappings("figures"))
    relations = tuple(reader.relation(m, n) for n, m in enumerate(top.mappings("relations"), 1))
    return ArticleClaims(article, figures, relations)


def _article(top: Fields, path: Path, references: References) -> Article:
    stem = top.local_id("article")
    if stem != path.stem:
        raise top.error(f"{stem!r} must be the file's own name, {path.stem!r}", "article")
    level = top.choice("level", EvidenceLevel)
    anchored = level is EvidenceLevel.ANCHORED
    date = _unless_unknown(top, "date")
    if date is not None:
        top.parsed("date", date_bounds)
    publisher = _unless_unknown(top, "publisher")
    if publisher is not None:
        publisher = references.take(top, "publisher", publisher, "" if "/" in publisher else "media")
    language = _language(top, anchored=anchored)
    url = _unless_unknown(top, "url")
    if url is not None and _URL.fullmatch(url) is None:
        raise top.error(f"{url!r} is not an http(s) address", "url", f"or write {UNKNOWN}")
    for name in () if anchored else _TEXT_FIELDS:
        if top.optional(name) is not None:
            raise top.error("a cited article has no text", name, "remove it, or write level: anchored")
    text_file = top.text("text_file") if anchored else None
    if text_file is not None and _FILE_NAME.fullmatch(text_file) is None:
        raise top.error(f"{text_file!r} is not a plain file name", "text_file")
    digests = {}
    for name in ("file_sha256", "text_sha256"):
        if anchored and _SHA256.fullmatch(digest := top.text(name)):
            digests[name] = digest
        elif anchored:
            raise top.error("not a SHA-256 in lower-case hexadecimal", name, "`kg locate` prints it")
    return Article(
        stem=stem,
        title=top.text("title") if anchored else _unless_unknown(top, "title") or "",
        publisher=publisher,
        date=date,
        recorded=_recorded(top),
        language=language,
        url=url,
        level=level,
        text_file=text_file,
        file_sha256=digests.get("file_sha256"),
        text_sha256=digests.get("text_sha256"),
        note=top.optional("note") or "",
        place=top.place,
    )


def _language(top: Fields, *, anchored: bool) -> str:
    """The language of an article, by which its words are read; of a cited one none are: it may be unknown."""
    language = top.text("language")
    if not anchored and language == UNKNOWN:
        return UNDETERMINED
    if language not in LANGUAGES:
        raise top.error(f"{language!r} is none of {', '.join(LANGUAGES)}", "language")
    return language


def _unless_unknown(top: Fields, name: str) -> str | None:
    """A text that must be there, None where it says that the article does not tell."""
    text = top.text(name)
    return None if text == UNKNOWN else text


def _recorded(top: Fields) -> str | None:
    """The day of recording, where one is given."""
    if top.optional("recorded") is None:
        return None
    return top.parsed("recorded", day).isoformat()


class _Reader:
    """Reads the claims of one article."""

    def __init__(
        self,
        article: Article,
        path: Path,
        references: References,
        predicates: Map[str, Predicate],
        policy: Policy,
    ) -> None:
        self.article = article
        self.path = path
        self.references = references
        self.predicates = predicates
        self.policy = policy
        self._ids: dict[str, str] = {}

    def figures(self, mappings: list[Mapping]) -> tuple[FigureClaim, ...]:
        """All figures, in the order of the file; conversions are read after what they convert."""
        fields = [Fields(m, self.path, f"figure {n}") for n, m in enumerate(mappings, 1)]
        keys: dict[str, int] = {}
        for number, entry in enumerate(fields):
            key = entry.optional("key")
            if key is None:
                entry.only(FIGURE_FIELDS)
                continue
            if not is_local_id(key):
                raise entry.error(f"{key!r} is not a key", "key", "letters, digits, hyphens and underscores")
            if key in keys:
                raise entry.error(f"{key!r} stands here twice", "key")
            keys[key] = number
            entry.where = f"figure {key}"
            entry.only(FIGURE_FIELDS)
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

    def _dimension(self, fields: Fields, name: str) -> str | None:
        text = fields.optional(name)
        if text is None:
            return None
        return self.references.take(fields, name, text, "" if "/" in text else name)

    def _figure(self, fields: Fields, converted: FigureClaim | None) -> FigureClaim:
        take = self.references.take
        metric = take(fields, "metric", fields.text("metric"), "metric")
        kind = fields.choice("kind", ClaimKind)
        hedge = fields.choice("hedge", Hedge)
        unit = take(fields, "unit", fields.text("unit"), "unit")
        status = fields.choice("status", Status)
        when = fields.parsed("period", period)
        value = fields.parsed("value", decimal)
        value_max = fields.parsed("value_max", decimal) if fields.optional("value_max") is not None else None
        amount = self._amount(fields, value, value_max, unit.removeprefix("unit/"), hedge)
        base = fields.optional("base_period")
        if base is not None:
            fields.parsed("base_period", period)
        subject = take(fields, "subject", fields.text("subject"))
        sector, market = self._dimension(fields, "sector"), self._dimension(fields, "market")
        ownership = self._dimension(fields, "ownership")
        stock, event = (
            ("timeNature", f"time-nature/{nature}") in self.references.entities[metric].flags
            for nature in (TimeNature.STOCK, TimeNature.EVENT)
        )
        label, inferred = slot_period(when, stock=stock, published=self.article.date, event=event)
        evidence = read_evidence(fields, self.article.level, "surface")
        self._check_hedge(fields, hedge, kind, evidence)
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
            key=fields.optional("key") or "",
            note=fields.optional("note") or "",
            evidence=evidence,
            slot=Slot(subject, metric, kind, label, status.family, sector, market, ownership, inferred),
            place=fields.place,
            policy=self.policy,
        )
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
        if (found := hedge_within(surface, self.article.language)) is not None:
            raise fields.error(
                f"{found[0]!r} is no part of the figure",
                "surface",
                f"hedge: {found[1]}, and {found[0]!r} only in the phrase",
            )
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

    def _check_hedge(self, fields: Fields, hedge: Hedge, kind: ClaimKind, evidence: Evidence) -> None:
        """Refuse a hedge that the word right before the figure contradicts."""
        found = hedge_before(evidence.prefix, self.article.language)
        # "Over five years" is a length of time, not more than one; a range has the hedge of its two ends.
        if found is None or hedge is Hedge.RANGE or (kind is ClaimKind.DURATION and found[1] is Hedge.OVER):
            return
        if hedge is not found[1]:
            raise fields.error(
                f"the phrase says {found[0]!r}, the hedge is {hedge}", "hedge", f"{found[1]}, by the phrase"
            )

    def _attribution(self, fields: Fields) -> Attribution:
        agents = tuple(
            self.references.take(fields, "attributed_to", ref) for ref in fields.texts("attributed_to")
        )
        cue, inherited = fields.phrase("attribution_cue") or "", fields.flag("attribution_inherited")
        if not agents and (cue or inherited):
            raise fields.error("a cue or an inheritance without anybody credited", "attributed_to")
        return Attribution(agents, cue, inherited) if agents else NOBODY

    def _ambiguity(self, fields: Fields) -> str:
        text = fields.optional("ambiguity") or ""
        if text and _AMBIGUITY.fullmatch(text) is None:
            raise fields.error(
                "an ambiguity is a code, a colon and words", "ambiguity", f"codes: {', '.join(_CODES)}"
            )
        return text

    def relation(self, mapping: Mapping, number: int) -> RelationClaim:
        """One relation."""
        fields = Fields(mapping, self.path, f"relation {number}")
        key = fields.optional("key")
        fields.where = f"relation {key or number}"
        fields.only(RELATION_FIELDS)
        predicate, subject, object_ = self._statement(fields)
        when: Period = fields.parsed("period", period)
        claim = RelationClaim(
            article=self.article.stem,
            subject=subject,
            predicate=f"predicate/{predicate}",
            object=object_,
            period=when,
            period_inherited=fields.flag("period_inherited"),
            status=fields.choice("status", Status, Status.ACTUAL),
            attribution=self._attribution(fields),
            ambiguity=self._ambiguity(fields),
            key=key or "",
            note=fields.optional("note") or "",
            evidence=read_evidence(fields, self.article.level, "cue"),
            place=fields.place,
        )
        self._register(fields, claim.id)
        return claim

    def _statement(self, fields: Fields) -> tuple[str, str, str]:
        """Predicate, subject and object of a relation, which must be what the ontology lets it relate."""
        name = fields.text("predicate")
        predicate = self.predicates.get(f"predicate/{name}")
        if predicate is None:
            known = [ref.removeprefix("predicate/") for ref in self.predicates]
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "ontology/relations.ttl defines what there is"
            raise fields.error(f"{name!r} is not a predicate", "predicate", hint)
        ends = []
        for field, allowed, how in (
            ("subject", predicate.domain, "starts from"),
            ("object", predicate.range, "leads to"),
        ):
            ref = self.references.take(fields, field, fields.text(field))
            if not allowed.allow(self.references.entities[ref].type):
                raise fields.error(f"{ref} is no {allowed} ({name} {how} one)", field)
            ends.append(ref)
        return name, ends[0], ends[1]

    def _register(self, fields: Fields, claim_id: str) -> None:
        if claim_id in self._ids:
            raise fields.error(f"says the same as {self._ids[claim_id]}", remedy="remove one")
        self._ids[claim_id] = fields.where
