"""Whom a text credits, sentence by sentence: a learned choice among all that may be credited.

A sentence may credit somebody itself, go on with the source of the one before, with "he added" or without a
word, or credit nobody.  A credit goes on in the paragraph, in the items of a list and in the answers of an
interview.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from kg.amount import Figure
from kg.extract.actor import FIRMS, Actor, kind_of
from kg.extract.grammar import words
from kg.extract.reading import Reading, View
from kg.extract.saying import COMPANY, OFFICIAL, PUBLISHED, THE_SOURCE
from kg.extract.speakers import NO_CREDIT, Credit, Said, Speakers, agents_of, own
from kg.extract.weigh import Bundle, Model, Option, Told

__all__ = ["NO_CREDIT", "Credit", "Credits", "agents_of"]
_NOBODY: Final = Said(NO_CREDIT, "nobody", "", "")
# So many questions make an interview.
_QUESTIONS = 3
# How many sources named before may be meant again.
_KEPT: Final = 3
# How many sentences ago, in steps.
_STEPS: Final = (1, 2, 3, 5, 8, 13)
# Where the name begins that a sentence begins with.
_NAME_FIRST: Final = 4
_WORD = re.compile(r"[\W_]*([^\W\d_]+)")
_QUOTE = re.compile(r"[\"“”]")


class _Credited(NamedTuple):
    """A credit that a sentence gave: the sentence, how, and who was spoken of then."""

    view: View
    said: Said
    topic: str | None
    figures: bool


class Credits:
    """The credits of a document, sentence by sentence in its order."""

    def __init__(self, reading: Reading, model: Model) -> None:
        self._text = reading.document.text
        self._language = reading.document.language
        self._model = model
        self._speakers = Speakers(reading)
        self._given: list[_Credited] = []
        self._times: Counter[tuple[str, ...]] = Counter()
        self._last: tuple[View, Credit] | None = None
        self._unchosen: Sequence[Said] = ()
        self._interview = sum(map(self._is_question, reading.views)) >= _QUESTIONS
        self._heads: dict[int, Credit] = {}

    def of(self, view: View, topic: Actor | None) -> Credit:
        """The credit of a sentence, where `topic` is whom "the company" stands for; call in order."""
        known = self._known()
        said = list(self._own(view, topic, known))
        self._speakers.note(view)
        credit = self._going_on(view)
        if view.figures or said:
            credit = self._chosen(view, topic, [_NOBODY, *said, *_carried(known, said)])
        if said:
            self._unchosen = said
        self._last = (view, credit)
        if credit.agents:
            self._heads[view.sentence.block] = credit
        return credit

    def _going_on(self, view: View) -> Credit:
        """The credit of a sentence in which nothing is to be credited: that of its paragraph so far."""
        if self._last is None or self._last[0].sentence.block != view.sentence.block:
            return NO_CREDIT
        credit = self._last[1]
        return replace(credit, inherited=True) if credit.agents else credit

    def _chosen(self, view: View, topic: Actor | None, said: Sequence[Said]) -> Credit:
        """The likeliest of all that may be credited."""
        chosen = said[0]
        if len(said) > 1:
            chosen = self._model.choose((view.start, view.end), self._options(view, topic, said)).value
        credit = chosen.credit
        if chosen.source.startswith("carried"):
            return replace(credit, inherited=True)
        if credit.agents:
            ref = None if topic is None else topic.identity
            self._given = [*self._given[-_KEPT:], _Credited(view, chosen, ref, bool(_amounts(view)))]
            self._times[credit.agents] += 1
        return credit

    def _options(self, view: View, topic: Actor | None, said: Sequence[Said]) -> list[Option[Said]]:
        """What was `said`, nobody first, with what speaks for each."""
        about = self._about(view, topic, said)
        kinds = dict.fromkeys(one.source.partition(":")[0] for one in said)
        of_kind = {kind: (Bundle(tuple([f"{kind} {name}" for name in about])),) for kind in kinds}
        options = [Option(said[0], None, Told((), of_kind["nobody"]))]
        for one in said[1:]:
            told = Told(self._features(view, topic, one), of_kind[one.source.partition(":")[0]])
            options.append(Option(one, "|".join(one.credit.agents), told))
        return options

    def _is_question(self, view: View) -> bool:
        """Whether a block ends with this sentence and a question mark."""
        return view.end == view.block.end and self._text[view.start : view.end].rstrip().endswith("?")

    # --- who may be credited ----------------------------------------------------------------------------

    def _own(self, view: View, topic: Actor | None, known: Sequence[tuple[Credit, str]]) -> Iterator[Said]:
        """Those whom the words of the sentence may credit."""
        yield from self._speakers.of(view, topic)
        source = THE_SOURCE[self._language].search(self._text, view.start, view.end)
        if source is not None:
            yield from self._again(view, source, topic, known)

    def _known(self) -> list[tuple[Credit, str]]:
        """Those who were credited before, the likeliest first."""
        found: list[tuple[Credit, str]] = []
        if self._last is not None and self._last[1].agents:
            found.append((self._last[1], "last"))
        for given in reversed(self._given):
            if all(given.said.credit.agents != credit.agents for credit, _ in found):
                found.append((given.said.credit, "given"))
        for said in self._unchosen:
            if all(said.credit.agents != credit.agents for credit, _ in found):
                found.append((said.credit, "unchosen"))
        if self._interview and self._last is not None:
            for agent in self._speakers.introduced(self._last[0].end):
                if all(credit.agents != (agent.ref,) for credit, _ in found):
                    found.append((Credit((agent.ref,), (agent.cue,)), "introduced"))
        return found

    def _again(
        self, view: View, source: re.Match[str], topic: Actor | None, known: Sequence[tuple[Credit, str]]
    ) -> Iterator[Said]:
        """The credits of words such as "he said" and "the report shows", by who was credited before."""
        words, cue = source[0], self._speakers.cue(source.start(), source.end())
        kind = "company" if COMPANY[self._language].search(words) else "he"
        if PUBLISHED[self._language].search(words):
            kind = "published"
        official = OFFICIAL[self._language].search(words) is not None
        kind = "official" if official else kind
        if kind == "company":
            for agent in self._speakers.named_before(view, source.start()):
                yield Said(Credit((agent.ref,), (agent.cue, cue)), f"again:{kind}", "", agent.by)
        if topic is not None and (credit := own(topic, cue)).agents:
            yield Said(credit, f"again:{kind}", "", "topic")
        for number, organisation in enumerate(self._speakers.organisations):
            credit = Credit((organisation.ref,), (organisation.cue, cue))
            yield Said(credit, f"again:{kind}", "", f"organisation {number}")
        for number, (credit, why) in enumerate(known):
            cues = (*credit.cues, cue)
            yield Said(
                Credit(credit.agents, cues, inherited=not official),
                f"again:{kind}",
                "",
                f"{why} {min(number, 2)}",
            )

    # --- what speaks for it -----------------------------------------------------------------------------

    def _about(self, view: View, topic: Actor | None, said: Sequence[Said]) -> list[str]:
        """Features of the sentence, whoever is credited."""
        text = self._text[view.start : view.end]
        first = view.start == view.block.start
        own_words = {one.source.partition(":")[0] for one in said[1:] if not one.source.startswith("carried")}
        quotes = _QUOTE.search(text) is not None
        firms = sum(1 for n in view.names if kind_of(n) in FIRMS)
        found = [
            "any", f"block:{view.block.kind} first:{first}", f"interview:{self._interview}",
            f"has {'+'.join(sorted(own_words))}", f"figures:{min(2, len(view.figures))}",
            f"firms:{min(2, firms)}", "quote" if quotes else "no quote",
            "title" if view.number == 0 else "no title",
        ]  # fmt: skip
        if quotes and text.lstrip()[:1] in '"“':
            found.append("begins with a quote")
        word = _WORD.match(text)
        if word is not None and word[1].lower() in _FIRST:
            found.append(f"begins:{word[1].lower()}")
        if topic is not None:
            found.append(f"topic:{topic.kind or 'unknown'}")
        if self._last is not None:
            earlier, credit = self._last
            last = f"last credited:{bool(credit.agents)}"
            same = earlier.sentence.block == view.sentence.block
            found += [f"{last} same:{same}", f"{last} inherited:{credit.inherited} same:{same}"]
        return found

    def _features(self, view: View, topic: Actor | None, one: Said) -> list[str]:
        """Features of somebody who may be credited."""
        agents, come, by = one.credit.agents, f"from:{one.source}", f"by:{one.by}"
        kind = _kind(agents[0])
        found = [come, f"{come} kind:{kind}", f"kind:{kind}", f"{by} {come}"]
        if one.by:
            found += [by, f"{by} kind:{kind}"]
        if len(agents) > 1:
            found += ["several", f"several {come}"]
        ref = None if topic is None else topic.identity
        if ref == agents[0]:
            found += ["is topic", f"is topic {come}"]
        given = next((g for g in reversed(self._given) if g.said.credit.agents == agents), None)
        if one.source.startswith(("carried", "again")):
            return found + self._gone_on(view, ref, one, given, kind)
        if given is not None:
            found.append("credited before")
        return found + self._said_here(view, one, kind)

    def _said_here(self, view: View, one: Said, kind: str) -> list[str]:
        """Features of somebody whom the words of the sentence credit."""
        word = one.word.partition(" ")[0]
        found = [f"word:{word}", f"word:{word} kind:{kind}"]
        if one.word != word:
            found.append(f"word:{one.word}")
        cue, amounts = one.credit.cues[0], _amounts(view)
        if amounts:
            behind = "after" if cue.start >= amounts[-1].end else "between"
            where = "before" if cue.end <= amounts[0].start else behind
            found += [f"{one.source} {where}", f"word:{word} {where}"]
        if one.name is None:
            return found
        if one.name.start - view.start < _NAME_FIRST:
            found += ["name first", f"name first from:{one.source} kind:{kind}"]
        if not one.name.refs:
            office = self._speakers.has_office(view, one.name)
            called = one.name.kind or "name"
            found += [f"unknown {called} by:{one.by}", f"unknown office:{office} by:{one.by}"]
        return found

    def _gone_on(
        self, view: View, topic: str | None, one: Said, given: _Credited | None, kind: str
    ) -> list[str]:
        """Features of a source of before, as the text may go on with it."""
        source, agents, block = one.source, one.credit.agents, view.sentence.block
        found = [f"{source} {one.word}", f"{source} times:{min(3, self._times[agents])}"]
        if given is not None:
            found += self._since(view, topic, source, given, kind)
        lead = view.block.lead
        if lead is not None and lead in self._heads and self._heads[lead].agents == agents:
            found.append("of the lead")
        if self._last is not None and self._last[1].agents == agents:
            same = f"{source} goes on same:{self._last[0].sentence.block == block}"
            found += [same, f"{same} kind:{kind}"]
        if self._interview:
            found.append(f"{source} interview kind:{kind}")
        return found

    def _since(self, view: View, topic: str | None, source: str, given: _Credited, kind: str) -> list[str]:
        """Features of what was `given` before: how long ago, how, and what the text spoke of then."""
        ago = view.number - given.view.number
        at = bisect_left(_STEPS, ago)
        apart = view.sentence.block - given.view.sentence.block
        same, word = f"same block:{not apart}", given.said.word.partition(" ")[0]
        here, blocks = f"{source} {same}", f"{source} blocks:{min(3, apart)}"
        alike = f"{source} same topic:{given.topic == topic}"
        found = [
            f"{source} ago:{_STEPS[at] if at < len(_STEPS) else 'more'}",
            f"{here} by:{given.said.source.partition(':')[0]}", f"{here} kind:{kind}", f"{here} word:{word}",
            f"{blocks} kind:{kind}", f"{blocks} {view.block.kind}", f"{source} word:{word}",
            alike, f"{alike} {same}", f"{same} first:{view.start == view.block.start}",
            f"{source} by:{given.said.by}", f"{source} gave figures:{given.figures} {same}",
        ]  # fmt: skip
        if given is self._given[-1]:
            found.append(f"{source} the latest")
        return found


def _carried(known: Sequence[tuple[Credit, str]], said: Sequence[Said]) -> Iterator[Said]:
    """Those of before whom a sentence may go on with, as long as its own words do not name them."""
    named = {one.credit.agents for one in said if not one.source.startswith("again")}
    for number, (credit, why) in enumerate(known):
        if credit.agents not in named:
            yield Said(credit, f"carried:{why}", str(min(number, 2)), "")


def _amounts(view: View) -> Sequence[Figure]:
    """The figures of a sentence that could be read."""
    return [figure for figure in view.figures if figure.amount is not None]


# Words at the beginning of a sentence that tell whether somebody goes on.
_FIRST: Final = words(
    """the it its he she they their this these that meanwhile however but and in also according as by of for
    we our while with overall on at last during theo ông bà trong đáng cũng bên ngoài năm tính hiện tuy riêng
    cụ đây đồng nhiều còn tại chúng về mặc so"""
)


def _kind(ref: str) -> str:
    """The kind of who is credited."""
    kind, slash, _ = ref.partition("/")
    if not slash:
        return "unknown"
    return "firm" if kind in FIRMS else kind
