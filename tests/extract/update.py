"""Writes down what the scored part of the corpus is, and how well the rules do on it.

python tests/extract/update.py --write     scores.json: the scores that must not drop
python tests/extract/update.py --freeze    scored.sha256: the digest of the scored part
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kg import settings
from kg.evaluate import digest_of, read_gold_folder, report, score
from kg.pipeline import proposer

HERE = Path(__file__).resolve().parent
SCORED, SCORES, DIGEST = HERE / "scored", HERE / "scores.json", HERE / "scored.sha256"


def measured() -> dict[str, dict[str, float]]:
    """The F1 of the rules on the scored part, per language and field."""
    propose = proposer(settings.shipped_seeds_dir())
    scores = score(read_gold_folder(SCORED), lambda article: propose(article.document).candidates)
    return report.summary(scores)


def main(arguments: list[str]) -> None:
    """Do what the arguments say."""
    if not arguments or set(arguments) - {"--write", "--freeze"}:
        sys.exit(__doc__)
    if "--write" in arguments:
        SCORES.write_text(json.dumps(measured(), indent=1) + "\n", encoding="utf-8")
    if "--freeze" in arguments:
        DIGEST.write_text(digest_of(SCORED) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
