"""Importing tables: every row becomes a claim or is refused by its place; order and parts never matter."""

from __future__ import annotations

import csv
import random
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from conftest import ROOT, RunKg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import BadInput
from kg.importing import Outcome, import_rows, rows_of
from kg.importing.seedfiles import row_of
from kg.importing.table import FIGURE_COLUMNS, RELATION_COLUMNS, Row, read_table
from kg.seeds import read_corpus

TABLES = sorted((ROOT / "seeds" / "tables").glob("*.csv"))
RECORDED = "2026-11-22"


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return rows_of(TABLES)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder of seeds with the curated entities and the mapping, and nothing imported yet."""
    return _empty(tmp_path / "seeds")


def _empty(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in ("entities", "tables", "articles"):
        (folder / name).symlink_to(ROOT / "seeds" / name)
    return folder


def _files(seeds: Path) -> dict[str, bytes]:
    """What was imported, by file name."""
    return {path.name: path.read_bytes() for path in sorted((seeds / "imported").glob("*.yaml"))}


def _import(rows: Sequence[Row], seeds: Path, **options: bool) -> Outcome:
    return import_rows(rows, seeds, recorded=RECORDED, **options)


def _table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join((",".join(FIGURE_COLUMNS), *lines)) + "\n", encoding="utf-8")
    return path


HEAD = "https://example.org/a,VnExpress,A title,2024-05-01,"
LINE = HEAD + "FPT Corporation,revenue,12000000,USD,2023,over,,a note"


def test_the_shipped_files_are_what_the_tables_give(rows: list[Row], seeds: Path) -> None:
    done = _import(rows, seeds)
    assert _files(seeds) == _files(ROOT / "seeds")
    assert [r.line() for r in done.refusals if not r.decided] == []


def test_every_row_is_a_claim_or_a_listed_refusal(rows: list[Row], seeds: Path) -> None:
    done = _import(rows, seeds)
    corpus = read_corpus(seeds)
    keys = set()
    for data in _files(seeds).values():
        keys |= {
            line.split()[-1].decode() for line in data.splitlines() if line.lstrip(b" -").startswith(b"key: ")
        }
    given_ = {row_of(key) for key in keys}
    refused = {r.place for r in done.refusals}
    for row in rows:
        assert row.id in given_ or row.place in refused, row.place
    assert len(refused) <= 0.03 * len(rows)
    assert done.figures <= len(corpus.figures)
    for refusal in done.refusals:
        assert len(refusal.why) > 10


def test_order_parts_and_repetition_change_nothing(rows: list[Row], seeds: Path, tmp_path: Path) -> None:
    _import(rows, seeds)
    whole = _files(seeds)
    shuffled = list(rows)
    random.Random(7).shuffle(shuffled)
    parts = _empty(tmp_path / "parts" / "seeds")
    for start in range(0, len(shuffled), 250):
        _import(shuffled[start : start + 250], parts)
    assert _files(parts) == whole
    again = _import(rows, parts)
    assert _files(parts) == whole
    assert again.written == []


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_split_of_any_rows_gives_the_same(data: st.DataObject, rows: list[Row]) -> None:
    chosen = data.draw(st.lists(st.sampled_from(rows), max_size=40))
    at = data.draw(st.integers(0, len(chosen)))
    with tempfile.TemporaryDirectory() as folder:
        one, two = _empty(Path(folder) / "one"), _empty(Path(folder) / "two")
        _import(chosen, one)
        _import(chosen[at:], two)
        _import(chosen[:at], two)
        assert _files(one) == _files(two)


def test_what_a_row_says(seeds: Path, tmp_path: Path) -> None:
    table = _table(
        tmp_path / "t.csv",
        LINE,
        HEAD + "FPT Corporation,revenue,280000000000,VND,2023,exact,,conversion",
        HEAD + "FPT Corporation,revenue,20000000,USD,2025,estimate,,",
        HEAD + "FPT Corporation,employee_count,9000,persons,2024-03,approximately,Truong Gia Binh,",
        HEAD + "Vietnam software industry,enterprise_count,50,enterprises,2024-01/2024-06,exact,,",
    )
    _import(read_table(table), seeds)
    article = next(a for a in read_corpus(seeds).articles if a.url == "https://example.org/a")
    claims = [c for c in read_corpus(seeds).figures if c.article == article.stem]
    assert (article.publisher, article.date, article.recorded) == ("media/vnexpress", "2024-05-01", RECORDED)
    said = {
        (c.subject, c.metric, str(c.value), c.unit, c.hedge.value, c.status.value, c.period.label, c.sector)
        for c in claims
    }
    fpt, ict, software = "company/fpt-corporation", "aggregate/vietnam-ict-industry", "sector/software"
    assert said == {
        (fpt, "metric/revenue", "12000000", "unit/USD", "over", "actual", "2023", None),
        (fpt, "metric/revenue", "280000000000", "unit/VND", "exact", "actual", "2023", None),
        (fpt, "metric/revenue", "20000000", "unit/USD", "exact", "forecast", "2025", None),
        (fpt, "metric/employee_count", "9000", "unit/persons", "about", "actual", "as of 2024-03", None),
        (ict, "metric/enterprise_count", "50", "unit/enterprises", "exact", "actual", "2024-H1", software),
    }
    converted = next(c for c in claims if c.unit == "unit/VND")
    assert converted.conversion_of == next(c.id for c in claims if c.value == 12_000_000)
    assert next(c for c in claims if c.unit == "unit/persons").attribution.agents == (
        "person/truong-gia-binh",
    )


REFUSED = {
    "subject": ("FPT Corporation", "Nobody Knows Ltd", "'Nobody Knows Ltd' is no curated entity"),
    "metric": (",revenue,", ",happiness,", "metric 'happiness' is not curated"),
    "unit": (",USD,", ",doubloons,", "unit 'doubloons' is not curated"),
    "family": (",USD,", ",persons,", "revenue is not measured in persons"),
    "value": ("12000000", "12 million", "is not a plain decimal number"),
    "huge": ("12000000", "1e400", "is not a plain decimal number"),
    "digits": ("12000000", "١٢", "is not a plain decimal number"),
    "period": (",2023,", ",2023-13,", "is no calendar date"),
    "qualifier": (",over,", ",perhaps,", "qualifier 'perhaps' is not mapped"),
    "date": ("2024-05-01", "01/05/2024", "is not YYYY"),
    "url": ("https://example.org/a", "javascript:alert(1)", "is not an http(s) address"),
    "publisher": ("VnExpress", "The Daily Nobody", "'The Daily Nobody' is no curated entity"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_row_is_refused_by_its_line_and_the_others_are_taken(
    case: str, seeds: Path, tmp_path: Path
) -> None:
    old, new, why = REFUSED[case]
    good = LINE.replace("https://example.org/a", "https://example.org/b")
    table = _table(tmp_path / "t.csv", good, LINE.replace(old, new))
    done = _import(read_table(table), seeds)
    (refusal,) = done.refusals
    assert refusal.place == f"{table}:3"
    assert why in refusal.why
    assert not refusal.decided
    assert (done.figures, len(_files(seeds))) == (1, 1)


BAD_TABLES: dict[str, tuple[Callable[[str], bytes], str]] = {
    "open quote": (lambda t: t.replace("A title", '"A title').encode(), "no CSV"),
    "nul": (lambda t: t.replace("A title", "A\0title").encode(), "NUL"),
    "missing cell": (lambda t: t.replace(",a note", "").encode(), "11 cells, not 12"),
    "extra cell": (lambda t: t.replace("a note", "a note,more").encode(), "13 cells, not 12"),
    "semicolons": (lambda t: t.replace(",", ";").encode(), "is missing"),
    "tabs": (lambda t: t.replace(",", "\t").encode(), "is missing"),
    "missing column": (lambda t: t.replace(",note\n", "\n").encode(), "'note' is missing"),
    "strange column": (lambda t: t.replace(",note\n", ",note,mood\n").encode(), "'mood'"),
    "twice": (lambda t: t.replace("note\n", "note,note\n").encode(), "twice"),
    "latin": (lambda t: t.replace("A title", "Ph\u00e1").encode("latin-1"), "not UTF-8"),
    "utf-16": (lambda t: t.encode("utf-16"), "not UTF-8"),
    "empty": (lambda _: b"", "empty"),
    "control": (lambda t: t.replace("A title", "A\u202etitle").encode(), "U+202E"),
    "long": (lambda t: t.replace("A title", "x" * 200_000).encode(), "is larger|field|characters"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_TABLES)
def test_a_damaged_table_is_refused_as_a_whole(case: str, tmp_path: Path) -> None:
    damage, why = BAD_TABLES[case]
    table = tmp_path / "t.csv"
    table.write_bytes(damage(",".join(FIGURE_COLUMNS) + "\n" + LINE + "\n"))
    with pytest.raises(BadInput, match=why.replace("+", r"\+")):
        read_table(table)


def test_a_byte_order_mark_and_crlf_are_taken(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes(("\ufeff" + ",".join(FIGURE_COLUMNS) + "\r\n" + LINE + "\r\n").encode())
    (row,) = read_table(table)
    assert (row["note"], row.place) == ("a note", f"{table}:2")


def test_parquet_gives_what_csv_gives(rows: list[Row], seeds: Path, tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    paths = []
    for name, columns in (("figures", FIGURE_COLUMNS), ("relations", RELATION_COLUMNS)):
        kept = [row.cells for row in rows if set(row.cells) == set(columns)]
        path = tmp_path / f"{name}.parquet"
        pq.write_table(pa.table({c: [r[c] or None for r in kept] for c in columns}), path)
        paths.append(path)
    _import(rows_of(paths), seeds)
    assert _files(seeds) == _files(ROOT / "seeds")


def test_a_row_that_is_corrected_in_the_mapping_replaces_what_it_gave(seeds: Path, tmp_path: Path) -> None:
    table = read_table(_table(tmp_path / "t.csv", LINE))
    _import(table, seeds)
    (seeds / "tables").unlink()
    shutil.copytree(ROOT / "seeds" / "tables", seeds / "tables")
    mapping = seeds / "tables" / "figures.yaml"
    mapping.write_text(
        mapping.read_text(encoding="utf-8")
        + "\n  - when: {note: a note}\n    set: {market: country/japan}\n",
        encoding="utf-8",
    )
    _import(table, seeds)
    (data,) = _files(seeds).values()
    assert data.count(b"- key: ") == 1
    assert b"market: country/japan" in data


def test_fresh_forgets_what_the_tables_do_not_state(seeds: Path, tmp_path: Path) -> None:
    _import(read_table(_table(tmp_path / "t.csv", LINE)), seeds)
    other = read_table(_table(tmp_path / "u.csv", LINE.replace("org/a", "org/b")))
    assert len(_import(other, seeds).written) == 1
    assert len(_files(seeds)) == 2
    done = _import(other, seeds, fresh=True)
    assert (len(done.removed), len(_files(seeds))) == (1, 1)


def test_a_file_of_somebody_else_is_never_overwritten(seeds: Path, tmp_path: Path) -> None:
    rows = read_table(_table(tmp_path / "t.csv", LINE))
    _import(rows, seeds)
    (path,) = (seeds / "imported").glob("*.yaml")
    path.write_text(path.read_text(encoding="utf-8").split("\n", 1)[1], encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(BadInput, match="not written by"):
        _import(rows, seeds)
    assert path.read_bytes() == before


def test_a_bad_mapping_is_named_by_file_and_line(seeds: Path, tmp_path: Path) -> None:
    (seeds / "tables").unlink()
    (seeds / "tables").mkdir()
    (seeds / "tables" / "figures.yaml").write_text("rules:\n  - when: {note: x}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"figures\.yaml:2.*`set` or `refuse`"):
        _import(read_table(_table(tmp_path / "t.csv", LINE)), seeds)


def test_the_command_lists_refusals(kg: RunKg, seeds: Path, tmp_path: Path) -> None:
    table = _table(tmp_path / "t.csv", LINE, LINE.replace("FPT Corporation", "=cmd()"))
    listed = tmp_path / "refused.csv"
    done = kg("import", str(table), "--seeds", str(seeds), "--dry-run", "--refused", str(listed))
    assert done.returncode == 1
    assert f"{table}:3: subject '=cmd()' is no curated entity" in done.stderr
    assert "Traceback" not in done.stderr
    (refusal,) = csv.DictReader(listed.read_text(encoding="utf-8").splitlines())
    assert refusal["place"] == f"{table}:3"
    assert not (seeds / "imported").exists()
    assert kg("import", str(table), "--seeds", str(seeds)).returncode == 1
    assert len(_files(seeds)) == 1
    assert kg("import", str(table), "--seeds", str(seeds), "--recorded", "soon").returncode == 2
    assert kg("import", str(tmp_path / "none.csv"), "--seeds", str(seeds)).returncode == 3
