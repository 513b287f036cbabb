"""What questions are read by, written when the graph is built: two tables of the generation.

`names` has a row per thing (a company, a metric, a sector, …): its labels and scope, what it is linked to, how
many figures are about it, and the phrases that name it, each with its key, so that asking parses no seeds.
`questions` has a row per rule of seeds/lexicon/questions.yaml: what a phrase asks for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg import settings
from kg.asking.text import phrase_key
from kg.corpus import Corpus
from kg.entity import KINDS, Entity
from kg.errors import BadInput
from kg.files import read_bytes
from kg.gazetteer.words import FORMS_AFTER, LONG_FORMS
from kg.identity import Growth
from kg.lexicon import LANGUAGES, MAX_FILE, read_phrases
from kg.names import fold
from kg.yamlfile import Mapping, Node, Sequence, Text, parse

Row = dict[str, Any]
Phrase = tuple[str, str, str, str]  # key, as printed, language ("" both), role
FILE = "questions.yaml"
# What stands before or after the name of a country's body of firms, and may be left out.
_COUNTRY = ("vietnam ", " in vietnam", " việt nam", " tại việt nam", "vietnamese ")
_BODIES = (" industry", " sector", " market", "ngành công nghiệp ", "công nghiệp ", "ngành ", "thị trường ")
_ROLE_KINDS = {"sector": "sector", "aggregate": "aggregate", "ownership": "ownership", "status": "status"}


def question_tables(corpus: Corpus, seeds: Path) -> dict[str, Iterator[Row]]:
    """The tables `names` and `questions` of a corpus; raises BadInput where the lexicon is damaged.

    The words are those of ``seeds/lexicon``; seeds that bring none are asked with the rules that are shipped,
    and by the names of their own entities.
    """
    rules = seeds / "lexicon" / FILE
    if not rules.is_file():
        rules = settings.shipped_seeds_dir() / "lexicon" / FILE
    return {"names": _names(corpus, _lexicon(seeds)), "questions": iter(_questions(rules))}


def _lexicon(seeds: Path) -> dict[str, list[Phrase]]:
    """The phrases of the lexicon by what they name; none where the seeds have no lexicon."""
    found: dict[str, list[Phrase]] = defaultdict(list)
    if not (seeds / "lexicon" / "metrics.yaml").is_file():
        return found
    for language, phrase, term in read_phrases(seeds):
        kind = _ROLE_KINDS.get(term.role, "metric" if term.ref else "unit")
        ref = f"{kind}/{term.ref or term.unit}"
        found[ref].append((phrase_key(phrase), phrase, language, term.role))
    return found


def _names(corpus: Corpus, lexicon: dict[str, list[Phrase]]) -> Iterator[Row]:
    figures, relations, places = defaultdict[str, int](int), defaultdict[str, int](int), _places(corpus)
    for figure in corpus.figures:
        figures[figure.subject] += 1
    for relation in corpus.relations:
        relations[relation.subject] += 1
        relations[relation.object] += 1
    growths = {
        identity.metric: list(identity.of) for identity in corpus.identities if isinstance(identity, Growth)
    }
    for ref in sorted(corpus.entities):
        entity = corpus.entities[ref]
        links = defaultdict[str, list[str]](list)
        for name, target in entity.links:
            links[name].append(target)
        for name, value in entity.flags:
            if isinstance(value, str):
                links[name].append(value)
        scope = {language: text for text, language in entity.scope}
        yield {
            "ref": ref,
            "en": entity.en,
            "vi": entity.vi,
            "scope_en": scope.get("en"),
            "scope_vi": scope.get("vi"),
            "figures": figures[ref],
            "relations": relations[ref],
            "growth_of": growths.get(ref, links["growthOf"]),
            "share_of": links["shareOf"],
            "time": next((target.rpartition("/")[2] for target in links["timeNature"]), ""),
            "unit_family": [target.rpartition("/")[2] for target in links["unitFamily"]],
            "overlaps": links["overlapsWith"],
            "sector": links["sector"],
            "country": links["country"],
            "places": sorted(places[ref]),
            "phrases": _phrases(entity, lexicon.get(ref, [])),
        }
    for ref in sorted(lexicon.keys() - corpus.entities.keys()):
        if ref.startswith("status/"):
            yield {"ref": ref, "en": ref.partition("/")[2], "vi": ref.partition("/")[2], "phrases": lexicon[ref]}


def _places(corpus: Corpus) -> dict[str, set[str]]:
    """The countries and markets that relations lead a thing to."""
    found: dict[str, set[str]] = defaultdict(set)
    for relation in corpus.relations:
        if relation.object.startswith(("country/", "market/")):
            found[relation.subject].add(relation.object)
    return found


def _phrases(entity: Entity, listed: list[Phrase]) -> list[Phrase]:
    """Every phrase that names an entity, each key once, its languages joined."""
    metric = entity.kind == "metric"
    role = "noun" if metric else "name"
    given = [(entity.en, "en"), (entity.vi, "vi"), *entity.names]
    found: dict[tuple[str, str], Phrase] = {}

    def add(phrase: Phrase) -> None:
        key, printed, language, role = phrase
        if not key:
            return
        before = found.get((key, printed.casefold()))
        if before is None:
            found[key, printed.casefold()] = phrase
        elif before[2] != language:
            found[key, printed.casefold()] = (key, before[1], "", before[3])

    for text, language in given:
        add((phrase_key(text), text, language, role))
    if not metric and entity.kind not in ("unit", "person", "office"):
        for text, language in given:
            for short in _shortened(text, entity.kind):
                add((phrase_key(short), short, language, "short"))
    for phrase in listed:
        add(phrase)
    return [found[name] for name in sorted(found)]


def _shortened(name: str, kind: str) -> Iterator[str]:
    """A name without its legal form, and a body of firms without its country: "CMC", "digital economy"."""
    if kind == "aggregate":
        bare = _without(name, _COUNTRY)
        yield bare
        yield _without(bare, _BODIES)
        return
    if kind not in ("company", "state-owned-enterprise"):
        return
    folded = fold(name)
    if len(folded) != len(name):
        return
    for form in sorted(FORMS_AFTER, key=len, reverse=True):
        if folded.endswith(f" {form}"):
            yield name[: -len(form)].rstrip(" ,")
            return
    for long in sorted(LONG_FORMS, key=len, reverse=True):
        form = " ".join(long)
        if folded.startswith(f"{form} "):
            yield name[len(form) + 1 :]
            return


def _without(name: str, ends: tuple[str, ...]) -> str:
    """A name without the first of `ends` that it begins or ends with."""
    low = name.casefold()
    for end in ends:
        if low.startswith(end) or low.endswith(end):
            return name[len(end) :] if low.startswith(end) else name[: -len(end)]
    return name


class _Rules:
    """The file of rules, typed, each entry with its line in an error."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.top = parse(read_bytes(path, MAX_FILE), path)

    def error(self, node: Node | None, what: str) -> BadInput:
        return BadInput.at(self.path, what, line=node.line if node else 1, remedy="see seeds/README.md")

    def mapping(self, node: Node | None, what: str) -> Mapping:
        if not isinstance(node, Mapping):
            raise self.error(node, f"{what}: a mapping is expected")
        return node

    def items(self, node: Node | None, what: str) -> list[Node]:
        if not isinstance(node, Sequence):
            raise self.error(node, f"{what}: a list is expected")
        return node.items

    def texts(self, node: Node | None, what: str) -> list[str]:
        items = self.items(node, what)
        if not all(isinstance(item, Text) for item in items):
            raise self.error(node, f"{what}: a list of texts is expected")
        return [item.text for item in items if isinstance(item, Text)]

    def metrics(self, entry: Mapping, name: str) -> list[str]:
        """References of the metrics listed; none where the list is not there."""
        node = entry.entries.get(name)
        return [f"metric/{metric}" for metric in self.texts(node, name)] if node else []

    def choice(self, entry: Mapping, name: str, choices: tuple[str, ...]) -> str:
        """One of a few words; the first where nothing is said."""
        if name not in entry.entries:
            return choices[0]
        text = self.text(entry, name)
        if text not in choices:
            raise self.error(entry.entries[name], f"{name}: {text!r} is none of {', '.join(filter(None, choices))}")
        return text

    def pairs(self, entry: Mapping, name: str) -> dict[str, str]:
        """A mapping of texts; empty where there is none."""
        if name not in entry.entries:
            return {}
        held = self.mapping(entry.entries[name], name)
        return {key: self.text(held, key) for key in held.entries}

    def text(self, entry: Mapping, name: str) -> str:
        node = entry.entries.get(name)
        if not isinstance(node, Text):
            raise self.error(node or entry, f"{name}: a text is expected")
        return node.text

    def phrases(self, entry: Mapping, what: str) -> list[list[str]]:
        """The phrases of both languages as (key, printed, language)."""
        found = []
        for language in LANGUAGES:
            node = entry.entries.get(language)
            for text in self.texts(node, what) if node else ():
                key = phrase_key(text)
                if not all(key.split("…")):
                    raise self.error(node, f"{what}: {text!r} holds no word")
                found.append([key, text, language])
        return found


def _questions(path: Path) -> list[Row]:
    rules = _Rules(path)
    rows: list[Row] = []
    for node in rules.items(rules.top.entries.get("metrics"), "metrics"):
        entry = rules.mapping(node, "metrics")
        means = rules.texts(entry.entries.get("means"), "means")
        rows.append({"rule": "metric", "means": means, "phrases": rules.phrases(entry, means[0])})
    for node in rules.items(rules.top.entries.get("families"), "families"):
        rows.append({"rule": "family", "means": rules.texts(node, "families")})
    for node in rules.items(rules.top.entries.get("turns"), "turns"):
        entry = rules.mapping(node, "turns")
        sign, base, made = (rules.text(entry, name) for name in ("sign", "from", "to"))
        rows.append({"rule": "turn", "name": sign, "from": f"metric/{base}", "to": f"metric/{made}"})
    for name, node in rules.mapping(rules.top.entries.get("signs"), "signs").entries.items():
        rows.append({"rule": "sign", "name": name, "phrases": rules.phrases(rules.mapping(node, name), name)})
    for name, node in rules.mapping(rules.top.entries.get("kinds"), "kinds").entries.items():
        entry = rules.mapping(node, name)
        rows.append(
            {
                "rule": "kind",
                "name": name,
                "queries": rules.texts(entry.entries.get("queries"), name),
                "focus": _focus(rules, entry, name),
                "yields": rules.choice(entry, "yields", ("no", "yes", "named")),
                "else": rules.choice(entry, "else", ("no", "yes")),
                "gives": rules.choice(entry, "gives", ("", "owner")),
                "turns": rules.pairs(entry, "turns"),
                "metrics": rules.metrics(entry, "metrics"),
                "answers": rules.metrics(entry, "answers"),
                "phrases": rules.phrases(entry, name),
            }
        )
    plain = rules.mapping(rules.top.entries.get("plain"), "plain")
    rows.append({"rule": "plain", "phrases": rules.phrases(plain, "plain")})
    return rows


def _focus(rules: _Rules, entry: Mapping, name: str) -> list[str]:
    """The kinds of things one of which must be named; none where nothing need be."""
    node = entry.entries.get("focus")
    if node is None:
        return []
    if isinstance(node, Text) and node.text == "subject":
        return sorted(KINDS)
    return rules.texts(node, name)
