"""The saved questions on the whole graph, each with parameters that one would give, and their golden answers.

    python tests/answers.py            # compare; exit 1 where an answer has changed
    python tests/answers.py --write    # take the answers of today for golden: read the difference first

tests/golden/answers/NAME.txt holds for each case the command, the sentence in both languages, and the rows of
the columns that a table shows.
"""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).with_name("golden") / "answers"
# By question, the parameters of one case or of several.
CASES: dict[str, list[dict[str, str]]] = {
    "arithmetic": [{}],
    "company-markets": [{"company": "Viettel Group"}],
    "contradictions": [{"subject": "vietnam-digital-economy"}],
    "currency-pairs": [{"year": "2024"}],
    "disputed": [{"subject": "vietnam-startups"}],
    "domestic-value": [{"subject": "vietnam-ict-industry"}],
    "domestic-value-share": [{"subject": "vietnam-ict-industry", "from": "2023"}],
    "enterprise-count": [{"subject": "vietnam-digital-technology-industry", "from": "2020"}],
    "enterprises-by-segment": [{"subject": "vietnam-ict-industry"}],
    "entity-counts": [{"kind": "law"}],
    "entity-dump": [{"entity": "Sky Mavis"}],
    "evidence-place": [{"subject": "FPT", "year": "2023"}],
    "figure-status": [
        {"subject": "vietnam-digital-economy", "metric": "share_of_gdp"},
        {"subject": "Viettel Global", "metric": "revenue", "from": "2018", "to": "2020"},
    ],
    "firms-abroad": [{}],
    "firms-over-a-billion": [{}],
    "foreign-investors": [{"investor": "Nvidia"}],
    "hardware-exports": [{"subject": "Samsung Vietnam"}],
    "implied": [{"metric": "enterprise_count"}],
    "industry-growth": [{"subject": "vietnam-ict-industry"}],
    "industry-size": [{"year": "2024"}, {"subject": "vietnam-ict-industry", "from": "2019", "to": "2021"}],
    "known-by": [{"date": "2020-12-31", "subject": "FPT"}],
    "laws": [{}],
    "market-presence": [{"company": "Viettel Global"}],
    "origin-ministry": [{"ministry": "Ministry of Science and Technology", "metric": "revenue"}],
    "origins": [{"metric": "employee_count"}],
    "overseas-revenue": [{"company": "FPT"}],
    "ownership": [{"company": "Mytel"}, {"owner": "Viettel Group"}],
    "priority-technologies": [{}],
    "products": [{"company": "FPT"}],
    "ranks": [{"from": "2021"}],
    "related-series": [{"series": "vietnam-ict-industry"}],
    "safest-statement": [{"subject": "vietnam-digital-technology-industry", "metric": "revenue"}],
    "shared-entities": [{"sources": "12"}],
    "state-budget": [{"from": "2022"}],
    "strategy": [{"strategy": "Make in Vietnam"}],
    "targets": [{"subject": "vietnam-digital-economy"}],
    "unattributed": [{"subject": "Viettel Global", "year": "2018"}],
    "weak-slots": [{"subject": "VNG", "year": "2023"}],
    "went-abroad": [{"who": "FPT"}],
    "who-said-what": [{"agent": "Truong Gia Binh"}],
    "why-disagree": [{"subject": "vietnam-startups", "year": "2023"}],
    "workforce": [{"subject": "vietnam-ict-industry", "year": "2024"}],
}


def answer_text(name: str, params: Mapping[str, str], engine: object) -> str:
    """One case as text: the command, the sentence in English and Vietnamese, the rows of the table."""
    from kg import query

    question = query.load(name)
    answer = question.ask(engine, params)  # type: ignore[arg-type]
    columns = [part for column in question.table for part in query.ON_SCREEN.get(column, (column,))]
    if "surface" in columns:
        columns += [c for c in ("value", "value_max", "unit") if c in answer.columns and c not in columns]
    out = io.StringIO()
    words = [f"-p {key} {value!r}" if " " in value else f"-p {key} {value}" for key, value in params.items()]
    out.write(f"$ {' '.join(['kg query', name, *words])}\n")
    out.write(f"{answer.sentence('en')}\n{answer.sentence('vi')}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([["" if row[c] is None else row[c] for c in columns] for row in answer.rows])
    return out.getvalue()


def golden_text(name: str, engine: object) -> str:
    """All cases of a question."""
    return "\n".join(answer_text(name, params, engine) for params in CASES[name])


def main() -> int:
    """Compare or write; returns the exit code."""
    from conftest import run_kg

    from kg.engine import Embedded
    from kg.store import current

    with tempfile.TemporaryDirectory() as folder:
        done = run_kg("build", "--store", folder, "--seeds", str(ROOT / "seeds"))
        assert done.returncode == 0, done.stderr
        engine = Embedded(current(Path(folder)).open())
        made = {f"{name}.txt": golden_text(name, engine) for name in CASES}
    if "--write" in sys.argv:
        GOLDEN.mkdir(parents=True, exist_ok=True)
        for path in GOLDEN.glob("*.txt"):
            if path.name not in made:
                path.unlink()
        for name, text in made.items():
            (GOLDEN / name).write_text(text, encoding="utf-8")
        return 0
    changed = [n for n, text in made.items() if (GOLDEN / n).read_text(encoding="utf-8") != text]
    print(*changed, sep="\n")
    return int(bool(changed))


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
    sys.exit(main())
