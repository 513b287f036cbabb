"""Reading articles: candidate claims from a text, by rules, the same way every time.

`Extractor` holds the names, the lexicon and the catalogue of metrics; calling it with a document gives the
candidates and refusals in the order of the text.  Each layer is a module of one idea: blocks, amounts
(`kg.amount`), hedges (`kg.hedges`), periods (`kg.periods`), names (`kg.gazetteer`), terms (`kg.lexicon`),
subjects (`actors`), credits (`attribution`), times (`timing`), metrics (`measures`), statuses (`stance`),
dimensions, figures and relations.
"""

from __future__ import annotations

from collections.abc import Mapping


from kg.candidate import Candidate, Extraction, Refusal
from kg.document import Document
from kg.entity import Entity
from kg.extract.catalogue import Catalogue
from kg.extract.figures import FigureReader
from kg.extract.reading import read
from kg.gazetteer import Names
from kg.lexicon import Lexicon

__all__ = ["Extractor"]


class Extractor:
    """The rules as a proposer of candidates."""

    def __init__(self, entities: Mapping[str, Entity], lexicon: Lexicon) -> None:
        self._names = Names.of(entities)
        self._lexicon = lexicon
        self._catalogue = Catalogue.of(entities)

    def __call__(self, document: Document) -> Extraction:
        """The candidates of `document` and what was refused, in the order of the text."""
        reading = read(document, self._names, self._lexicon)
        candidates: list[Candidate] = []
        refusals: list[Refusal] = []
        for found in FigureReader(reading, self._catalogue).read():
            if isinstance(found, Refusal):
                refusals.append(found)
            else:
                candidates.append(found)
        candidates.sort(key=lambda c: (c.start, c.end, c.kind, c.id))
        return Extraction(tuple(candidates), tuple(refusals))
