"""Reading articles: candidate claims from a text, by rules, the same way every time.

`Extractor` holds the names, the lexicon and the catalogue of metrics; calling it with a document gives the
candidates and refusals in the order of the text.  Each layer is a module of one idea: blocks, amounts
(`kg.amount`), hedges (`kg.hedges`), periods (`kg.periods`), names (`kg.gazetteer`), terms (`kg.lexicon`),
what is no claim (`sift`), who may be spoken of (`cast`, `topics`), what a figure says by itself (`drafting`).

What a text leaves open is a choice among options: rules list them and tell their features, learned weights
choose (`weigh`).  Whose a figure is: `choice`, by `traits`.  What it measures: `offers`, by `signs`, in
`measuring`.  When: `moments`, by `time_traits` and `time_places`, in `when`.  Sector and market: `narrowing`,
by `bearing`.  Whether it happened: `stance`.  By whose word: `speakers`, in `attribution`.  `relations` are
read by templates.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.amount import Figure
from kg.candidate import Candidate, Extraction, Refusal
from kg.catalogue import Catalogue
from kg.collector import without_collector
from kg.corpus import Predicate
from kg.document import Document
from kg.entity import Entity
from kg.extract.cues import RelationLexicon
from kg.extract.figures import FigureReader
from kg.extract.reading import Reading, read
from kg.extract.relations import RelationReader, Relations, distinct
from kg.extract.sift import REASONS
from kg.extract.ways import Ways
from kg.extract.weigh import Models
from kg.gazetteer import Names
from kg.lexicon import Lexicon

__all__ = ["Extractor"]


class Extractor:
    """The rules as a proposer of candidates; made once, used for any number of documents."""

    def __init__(
        self,
        entities: Mapping[str, Entity],
        lexicon: Lexicon,
        relations: RelationLexicon | None = None,
        predicates: Mapping[str, Predicate] | None = None,
        models: Models | None = None,
    ) -> None:
        self._names = Names.of(entities)
        self._lexicon = lexicon
        self._models = models or Models.learned()
        self._catalogue = Catalogue.of(entities)
        self._ways = Ways(self._catalogue)
        self._relations = None if relations is None else Relations(relations, predicates or {}, entities)

    def read(self, document: Document) -> Reading:
        """What is seen in `document`, before anything is concluded."""
        with without_collector():
            return read(document, self._names, self._lexicon)

    def __call__(self, document: Document) -> Extraction:
        """The candidates of `document` and what was refused, in the order of the text."""
        with without_collector():
            return self.conclude(self.read(document))

    def conclude(self, reading: Reading) -> Extraction:
        """The candidates of what was read, and what was refused, in the order of the text."""
        with without_collector():
            return self._conclude(reading)

    def _conclude(self, reading: Reading) -> Extraction:
        beside = None
        if self._relations is not None:
            beside = RelationReader(reading, self._catalogue, self._relations)
        reader = FigureReader(reading, self._catalogue, self._ways, self._models, beside)
        candidates: list[Candidate] = []
        refusals: list[Refusal] = []
        for found in reader.read():
            if isinstance(found, Refusal):
                refusals.append(found)
            else:
                candidates.append(found)
        if reading.crowded:
            refusals += map(_crowded, reading.crowded)
            refusals.sort(key=lambda r: (r.start, r.end))
        candidates += distinct(reader.relations)
        candidates.sort(key=lambda c: (c.start, c.end, c.kind, c.id))
        return Extraction(tuple(candidates), tuple(refusals))


def _crowded(figure: Figure) -> Refusal:
    return Refusal(figure.start, figure.end, figure.surface, "crowded", REASONS["crowded"])
