"""How far two careful readers of the scored articles agree: what an extractor can be held against.

python tests/extract/agreement.py          F1 of each field, by language

The second reader, a language model that was given the codebook, the rulings and the development part, marked
the texts of `scored/` without having seen their gold (`second/`).  The measure is the extractor's own.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg.candidate import Candidate, FigureCandidate
from kg.evaluate import GoldArticle, read_gold_folder, score
from kg.evaluate.gold import GoldFigure
from kg.evaluate.score import FIELDS, Scores
from kg.lists import ClaimKind

HERE = Path(__file__).resolve().parent
SCORED, SECOND = HERE / "scored", HERE / "second"


def second_reading() -> dict[str, GoldArticle]:
    """What the second reader marked, by article; raises BadInput where it does not fit the texts."""
    with tempfile.TemporaryDirectory() as folder:
        for marked in SECOND.glob("*.yaml"):
            shutil.copy(marked, folder)
            shutil.copy(SCORED / f"{marked.stem}.txt", folder)
        return {article.stem: article for article in read_gold_folder(Path(folder))}


def agreement() -> Scores:
    """The second reading, scored as if an extractor had made it."""
    read = second_reading()
    return score(read_gold_folder(SCORED), lambda article: _candidates(read[article.stem]))


def _candidates(article: GoldArticle) -> Iterator[Candidate]:
    return map(_candidate, article.figures)


def _candidate(gold: GoldFigure) -> FigureCandidate:
    return FigureCandidate(
        subject=gold.new, subject_id=gold.subject, metric=gold.metric, quantity=ClaimKind.LEVEL,
        value=gold.value, value_max=gold.value_max, unit=gold.unit, hedge=gold.hedge, status=gold.status,
        period=gold.period, period_inherited=gold.period_inherited, base_period=gold.base_period,
        sector=gold.sector, market=gold.market, ownership=gold.ownership, attributed_to=gold.attributed_to,
        attribution_inherited=gold.inherited, conversion_of=gold.conversion_of or None,
        ambiguity=gold.ambiguity, surface=gold.surface, start=gold.start, end=gold.end, phrase=gold.words,
        phrase_start=gold.start, proposer="second reader", rule="", confidence=1.0, cues=(),
    )  # fmt: skip


def main(arguments: list[str]) -> None:
    """Print the table."""
    if arguments:
        sys.exit(__doc__)
    tallies = agreement().figures
    print("field".ljust(12), *(language.rjust(6) for language in tallies))
    for name in FIELDS:
        print(name.ljust(12), *(f"{tally.f1(name):6.3f}" for tally in tallies.values()))


if __name__ == "__main__":
    main(sys.argv[1:])
