"""A language model as a second proposer: optional, asked part by part, believed in nothing.

The text goes as data to the one address that the user named, in parts of a few paragraphs; the model answers
words, never places.  The words are looked up in the text, and what they make passes the same gate as the
rules' candidates; what was malformed, invented or wrong is a refusal.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from importlib.resources import files
from typing import Final

from kg import settings
from kg.candidate import Candidate, Extraction, Refusal
from kg.catalogue import Catalogue
from kg.entity import Entity
from kg.errors import LimitReached, UsageError
from kg.extract.answers import SCHEMA, read_answer
from kg.extract.blocks import BlockKind
from kg.extract.chat import BadAnswer, Chat
from kg.extract.placing import Placer
from kg.extract.reading import Reading
from kg.grounding import Gate

MAX_PART: Final = 3_000
MAX_PARTS: Final = 60
MAX_BEFORE: Final = 600
BAD_ANSWER: Final = "answer"


def instructions(entities: Mapping[str, Entity], predicates: Collection[str]) -> str:
    """The instructions to a model: prompt.md with the ids that it may use."""
    text = files("kg.extract").joinpath("prompt.md").read_text(encoding="utf-8")
    kinds: dict[str, list[str]] = {"metric": [], "unit": [], "sector": [], "ownership": []}
    for entity in entities.values():
        if entity.kind in kinds:
            kinds[entity.kind].append(f"{entity.id} ({entity.en})")
    listed = {f"{kind}s": sorted(lines) for kind, lines in kinds.items()}
    listed["predicates"] = sorted(ref.removeprefix("predicate/") for ref in predicates)
    for name, lines in listed.items():
        text = text.replace("{" + name + "}", "; ".join(lines))
    return text


class ModelProposer:
    """Candidates of a text by a model behind `chat`; made once for any number of texts."""

    def __init__(self, chat: Chat, entities: Mapping[str, Entity], predicates: Collection[str]) -> None:
        self._chat = chat
        self._catalogue = Catalogue.of(entities)
        self._system = instructions(entities, predicates)
        self.name = f"model:{chat.model}"

    @classmethod
    def from_environment(cls, entities: Mapping[str, Entity], predicates: Collection[str]) -> ModelProposer:
        """The model that KG_MODEL_URL, KG_MODEL_NAME and KG_MODEL_KEY name; raises UsageError without one."""
        url, name, key = settings.model_endpoint()
        if not url:
            raise UsageError("no language model is set up", remedy="set KG_MODEL_URL and KG_MODEL_NAME")
        return cls(Chat(url, name, key), entities, predicates)

    def __call__(self, reading: Reading, gate: Gate) -> Extraction:
        """The candidates of a text that pass `gate`, and every refusal.

        Raises EndpointFailed where the endpoint does not answer, LimitReached when time is up or the text is
        too long to be asked about.
        """
        placer = Placer(reading, self._catalogue, self.name)
        candidates: list[Candidate] = []
        refusals: list[Refusal] = []
        for start, end in self._parts(reading):
            try:
                answer = read_answer(
                    self._chat.ask(self._system, self._question(reading, start, end), SCHEMA)
                )
            except BadAnswer as error:
                refusals.append(Refusal(start, end, "", BAD_ANSWER, str(error), self.name))
                continue
            refusals += [
                Refusal(start, end, surface, BAD_ANSWER, why, self.name) for surface, why in answer.wrong
            ]
            found, misplaced = placer.candidates((start, end), answer.entries)
            candidates += found
            refusals += [
                Refusal(start, end, entry.surface, error.reason, str(error), self.name)
                for entry, error in misplaced
            ]
        sifted = gate.sift(candidates)
        refused = sorted((*refusals, *sifted.refusals), key=lambda r: (r.start, r.end, r.reason, r.message))
        return Extraction(sifted.candidates, tuple(refused))

    def _parts(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Runs of whole blocks of at most MAX_PART characters, cut within a block only at sentences."""
        parts: list[tuple[int, int]] = []
        for view in reading.views:
            first = parts[-1][0] if parts else -1
            heading = view.block.kind is BlockKind.HEADING
            if parts and view.end - first <= MAX_PART and not (heading and view.end - first > MAX_PART // 2):
                parts[-1] = (first, view.end)
            else:
                parts.append((view.start, view.end))
        if len(parts) > MAX_PARTS:
            what = f"the text makes {len(parts)} passages; a model is asked about {MAX_PARTS} at most"
            raise LimitReached(what, place=reading.document.name, remedy="give it a shorter text")
        for start, end in parts:
            if any(c.isalnum() for c in reading.document.text[start:end]):
                yield start, min(end, start + 2 * MAX_PART)

    def _question(self, reading: Reading, start: int, end: int) -> str:
        """The passage and what helps to understand it, as one JSON object: data, nothing else."""
        document = reading.document
        title = document.title or document.text.lstrip().partition("\n")[0][:300]
        data = {
            "language": document.language, "published": document.published, "title": title,
            "before": document.text[max(0, start - MAX_BEFORE) : start], "passage": document.text[start:end],
        }  # fmt: skip
        return json.dumps(data, ensure_ascii=False)
