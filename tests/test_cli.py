"""The command line at its edges: rows in every format, paths that are none, one line for every error."""

from __future__ import annotations

import contextlib
import csv
import fcntl
import io
import json
import os
import pty
import socket
import struct
import subprocess
import sys
import termios
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import RunKg
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.output import ROW_FORMATS, compact_number, render
from kg.errors import BadInput, KGError, printable
from kg.files import check_path
from kg.tables import CLAIM_COLUMNS, RELATION_COLUMNS

ROOT = Path(__file__).resolve().parent.parent
ROWS = [
    {"name": "=HYPERLINK(1)", "value": Decimal("-5.50"), "flag": True, "none": None},
    {"name": 'a|b, "c"\n\x1b[31mred\u202e', "value": Decimal("152000000000"), "flag": False, "none": None},
]
COLUMNS = ("name", "value", "flag", "none")


def text(fmt: str) -> str:
    return "".join(render(COLUMNS, ROWS, fmt))


def test_csv_reads_back_and_no_cell_is_a_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(text("csv"))))
    assert rows[0] == {"name": "'=HYPERLINK(1)", "value": "-5.50", "flag": "true", "none": ""}
    assert rows[1]["name"] == ROWS[1]["name"]
    assert rows[1]["value"] == "152000000000"


def test_json_and_jsonl_hold_the_same_and_keep_decimals_as_text() -> None:
    assert json.loads(text("json")) == [json.loads(line) for line in text("jsonl").splitlines()]
    assert json.loads(text("json"))[0] == {
        "name": "=HYPERLINK(1)",
        "value": "-5.50",
        "flag": True,
        "none": None,
    }


@pytest.mark.parametrize("fmt", ["table", "markdown"])
def test_what_people_read_draws_nothing_on_the_terminal(fmt: str) -> None:
    shown = text(fmt)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\\u001b" in shown


def test_no_rows_are_still_well_formed() -> None:
    assert "".join(render(("a",), [], "json")) == "[]\n"
    assert "".join(render(("a",), [], "csv")) == "a\n"
    assert "0 rows" in "".join(render(("a",), [], "table"))


def test_numbers_and_hashes_are_short_on_screen_only() -> None:
    rows = [{"value": Decimal("136500000000"), "id": "000_48115a4c648cb1ef", "digits": "136500000000"}]
    table = "".join(render(("value", "id", "digits"), rows, "table"))
    assert "136.5\u00a0bn" in table
    assert "000_48115a…" in table
    assert "136500000000" in table, "digits alone are no hash"
    assert "48115a4c648cb1ef" in "".join(render(("id",), rows, "csv"))


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("1999", "1999"),
        ("27600", "27,600"),
        ("3880000000000000", "3,880\u00a0tn"),
        ("-2500000", "-2.5\u00a0m"),
    ],
)
def test_compact_numbers(number: str, shown: str) -> None:
    assert compact_number(Decimal(number)) == shown


@given(st.text())
def test_an_error_is_one_line_without_control_or_bidirectional_characters(words: str) -> None:
    line = BadInput.at(words or "x", words, line=3, remedy=words).line()
    assert not {unicodedata.category(c) for c in line} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert printable(line, 2000) == line


def test_every_error_has_its_own_exit_code() -> None:
    def tree(kind: type[KGError]) -> list[type[KGError]]:
        return [kind, *(k for sub in kind.__subclasses__() for k in tree(sub))]

    # Which other modules were imported before, and what they add to the tree, does not matter here.
    own = [k for k in KGError.__subclasses__() if k.__module__ == KGError.__module__]
    direct = {k.__name__: k.exit_code for k in own}
    assert direct == {
        "UsageError": 2, "BadInput": 3, "Busy": 4, "StoreDamaged": 5, "EndpointFailed": 6, "LimitReached": 7,
    }  # fmt: skip
    assert all(k.exit_code in range(1, 8) for k in tree(KGError))


@pytest.mark.parametrize("fmt", ROW_FORMATS)
def test_claims_in_every_format(kg: RunKg, built_store: Path, fmt: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = kg("claims", "--store", str(built_store), "-f", fmt, "-o", str(out))
    assert (done.returncode, done.stdout) == (0, "")
    printed = kg("claims", "--store", str(built_store), "-f", fmt)
    assert printed.stdout == out.read_text("utf-8")


def test_the_contract_of_claims_and_relations(kg: RunKg, built_store: Path) -> None:
    claims = list(csv.DictReader(io.StringIO(kg("claims", "--store", str(built_store), "-f", "csv").stdout)))
    assert tuple(claims[0]) == CLAIM_COLUMNS
    assert len(claims) >= 61
    for claim in claims:
        for column in ("claim", "metric", "unit", "slot", "subject", "evidence_level"):
            assert claim[column], claim
        assert "/" not in claim["subject"] + claim["slot"]
        if claim["evidence_level"] == "anchored":
            assert (
                int(claim["phrase_start"])
                <= int(claim["start"])
                < int(claim["end"])
                <= int(claim["phrase_end"])
            )
        if "as of" in claim["period_label"]:
            assert claim["period_start"] == claim["period_end"] != ""
    ids = {c["claim"] for c in claims}
    assert len(ids) == len(claims)
    assert {c["conversion_of"] for c in claims} - {""} <= ids
    relations = list(
        csv.DictReader(io.StringIO(kg("relations", "--store", str(built_store), "-f", "csv").stdout))
    )
    assert tuple(relations[0]) == RELATION_COLUMNS
    assert len(relations) >= 28


def one_line(done: subprocess.CompletedProcess[str], code: int | tuple[int, ...]) -> str:
    codes = (code,) if isinstance(code, int) else code
    assert done.returncode in codes, done
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done.stderr


@pytest.mark.parametrize(
    "path",
    ["http://example.org/s", "file:///etc/passwd", "HTTPS://x/y", "data:text/plain,x", "a\nb", "a\x1b[31m"],
)
@pytest.mark.parametrize("option", ["--seeds", "--store"])
def test_a_url_or_a_control_character_is_no_path(kg: RunKg, tmp_path: Path, option: str, path: str) -> None:
    other = "--store" if option == "--seeds" else "--seeds"
    one_line(kg("build", option, path, other, str(tmp_path / "x")), 2)


def test_a_windows_drive_or_a_colon_is_a_path() -> None:
    assert check_path("C:/seeds") == Path("C:/seeds")
    assert check_path("notes: today.txt") == Path("notes: today.txt")


@pytest.mark.parametrize("kind", ["missing", "file", "loop", "fifo", "device"])
def test_seeds_that_are_no_folder(kg: RunKg, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "seeds"
    if kind == "file":
        path.write_text("x")
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path = Path("/dev/zero")
    one_line(kg("build", "--seeds", str(path), "--store", str(tmp_path / "store")), 3)
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("kind", ["fifo", "device", "socket", "directory", "huge"])
def test_a_seed_that_is_no_plain_file_is_refused_and_never_waited_for(
    kg: RunKg, tmp_path: Path, kind: str
) -> None:
    folder = tmp_path / "seeds" / "entities"
    folder.mkdir(parents=True)
    path = folder / "companies.yaml"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "socket":
        server = socket.socket(socket.AF_UNIX)
        os.chdir(folder)
        try:
            server.bind("companies.yaml")
        finally:
            server.close()
            os.chdir(ROOT)
    elif kind == "directory":
        path.mkdir()
    else:
        with path.open("wb") as file:
            file.truncate(60_000_000)
    line = one_line(kg("build", "--seeds", str(tmp_path / "seeds"), "--store", str(tmp_path / "store")), 3)
    assert "companies.yaml" in line


@pytest.mark.parametrize("kind", ["directory", "device", "nowhere", "url"])
def test_an_output_that_cannot_be_a_file(kg: RunKg, built_store: Path, tmp_path: Path, kind: str) -> None:
    out = {
        "directory": str(tmp_path), "device": "/dev/null", "nowhere": str(tmp_path / "no" / "where"), "url": "http://x/y",
    }[kind]  # fmt: skip
    one_line(kg("claims", "--store", str(built_store), "-f", "csv", "-o", out), 2 if kind == "url" else 3)


def test_an_old_output_survives_a_failure(kg: RunKg, built_store: Path, tmp_path: Path) -> None:
    out = tmp_path / "claims.csv"
    out.write_text("old")
    done = kg("claims", "--store", str(tmp_path / "nowhere"), "-f", "csv", "-o", str(out))
    assert done.returncode == 3
    assert out.read_text() == "old"
    assert os.listdir(tmp_path) == ["claims.csv"]


def test_a_name_of_two_hundred_letters_and_a_dash(kg: RunKg, built_store: Path, tmp_path: Path) -> None:
    name = tmp_path / ("n" * 200)
    assert kg("stats", "--store", str(built_store), "-f", "json", "-o", str(name)).returncode == 0
    assert name.is_file()
    assert kg("stats", "--store", str(built_store), "-f", "json", "-o", "-").stdout.startswith("{")


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["biuld"], ["--nonsense"], ["claims", "-f", "xml"], ["verify"]]
)
def test_a_wrong_call_is_one_line_and_exit_2(kg: RunKg, arguments: list[str]) -> None:
    one_line(kg(*arguments), 2)


def test_a_near_miss_is_suggested(kg: RunKg) -> None:
    assert "Did you mean build?" in kg("biuld").stderr


def test_no_color_is_honoured_and_pipes_get_none(kg: RunKg, built_store: Path) -> None:
    for environment in ({}, {"NO_COLOR": "1"}):
        assert "\x1b" not in kg("claims", "--store", str(built_store), **environment).stdout


def test_a_reader_that_leaves_is_no_error(built_store: Path) -> None:
    command = f"{sys.executable} -m kg.cli.main claims --store {built_store} -f csv | head -n 1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("claim,article")


def on_a_terminal(width: int, *arguments: str, **environment: str) -> str:
    """What `kg` prints on a terminal of `width` columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    inherited = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "TERM")}
    running = subprocess.Popen(
        [sys.executable, "-m", "kg", *arguments],
        stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.DEVNULL, cwd=ROOT,
        env={**inherited, "TERM": "xterm", **environment},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    with open(ours, "rb", buffering=0) as terminal, contextlib.suppress(OSError):  # EIO is the end
        while piece := terminal.read(65536):
            shown += piece
    assert running.wait(timeout=60) == 0
    return shown.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize("width", [200, 100, 80, 40])
def test_a_table_fits_its_terminal(built_store: Path, width: int) -> None:
    shown = on_a_terminal(width, "claims", "--store", str(built_store))
    plain = shown.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert max(map(len, plain.splitlines())) <= width
    assert plain.count("000_48115a…") + plain.count("001_3c753e…") >= 61


def test_only_a_terminal_that_wants_it_gets_a_bold_heading(built_store: Path, tmp_path: Path) -> None:
    ask = ("articles", "--store", str(built_store))
    assert on_a_terminal(80, *ask).startswith("\x1b[1m article")
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert on_a_terminal(80, *ask, **environment).startswith(" article")
    out = tmp_path / "out"
    assert on_a_terminal(80, *ask, "-o", str(out)) == ""
    assert "\x1b" not in out.read_text("utf-8")


def selected(kg: RunKg, store: Path, *arguments: str) -> list[dict[str, str]]:
    done = kg(*arguments, "--store", str(store), "-f", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.mark.parametrize(
    ("command", "options", "holds"),
    [
        ("claims", ["--subject", "company/fpt-corporation"], {"subject": "fpt-corporation"}),
        ("claims", ["--subject", "fpt-corporation", "--metric", "overseas_revenue"],
         {"subject": "fpt-corporation", "metric": "overseas_revenue"}),
        ("claims", ["--metric", "metric/revenue"], {"metric": "revenue"}),
        ("claims", ["--article", "001"], {"article": "001_3c753eb78a909be4"}),
        ("claims", ["--article", "article/001_3c753eb78a909be4"], {"article": "001_3c753eb78a909be4"}),
        ("relations", ["--predicate", "operates_in", "--subject", "viettel-group", "--article", "000"],
         {"predicate": "operates_in", "subject": "viettel-group", "article": "000_48115a4c648cb1ef"}),
    ],
)  # fmt: skip
def test_claims_are_selected(
    kg: RunKg, built_store: Path, command: str, options: list[str], holds: dict[str, str]
) -> None:
    everything = selected(kg, built_store, command)
    expected = [row for row in everything if all(row[k] == v for k, v in holds.items())]
    assert 0 < len(expected) < len(everything)
    assert selected(kg, built_store, command, *options) == expected


def test_a_slot_is_selected_by_its_id_and_by_a_beginning(kg: RunKg, built_store: Path) -> None:
    slot = "leading-market-count--viettel-group--undated"
    rows = selected(kg, built_store, "claims", "--slot", slot)
    assert {row["surface"] for row in rows} == {"six", "7"}
    assert selected(kg, built_store, "claims", "--slot", f"slot/{rows[0]['slot']}") == rows


def test_disputed_claims_are_those_of_the_slots_that_the_graph_calls_disputed(
    kg: RunKg, built_store: Path
) -> None:
    query = "SELECT DISTINCT ?slot { ?slot a vt:Slot ; vt:disputed true }"
    slots = {row["slot"] for row in selected(kg, built_store, "sparql", query)}
    rows = selected(kg, built_store, "claims", "--disputed")
    assert {f"slot/{row['slot']}" for row in rows} == slots != set()
    assert [row["slot"] for row in rows] == sorted(row["slot"] for row in rows)
    everything = selected(kg, built_store, "claims")
    assert len(rows) == sum(f"slot/{row['slot']}" in slots for row in everything)


@pytest.mark.parametrize(
    ("command", "option", "given", "hint"),
    [
        ("claims", "--subject", "Viettel", "did you mean company/viettel-group"),
        ("claims", "--subject", "fpt", "did you mean company/fpt-corporation?"),
        ("claims", "--metric", "revenu", "did you mean metric/revenue "),
        ("claims", "--metric", "company/fpt-corporation", "see `kg query entity-counts`"),
        ("claims", "--article", "002", "see `kg articles`"),
        ("claims", "--article", "00", "'00' is the beginning of 2"),
        ("claims", "--slot", "\x1b[31m", "see `kg claims -f csv`"),
        ("relations", "--predicate", "operates-in", "did you mean predicate/operates_in?"),
    ],
)
def test_an_id_that_nothing_has_is_an_error_with_the_nearest(
    kg: RunKg, built_store: Path, command: str, option: str, given: str, hint: str
) -> None:
    line = one_line(kg(command, "--store", str(built_store), option, given), 2)
    assert hint in line


def test_tables_need_no_layout_library(built_store: Path) -> None:
    script = (
        "import sys; from kg.cli.main import cli;"
        f"cli.main(['claims', '--store', {str(built_store)!r}], standalone_mode=False);"
        "print([m for m in ('rich', 'rdflib', 'pyoxigraph', 'jinja2', 'starlette', 'uvicorn', 'kg.web')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.endswith(" rows\n[]\n")


def test_the_package_runs_as_a_module(kg: RunKg) -> None:
    command = [sys.executable, "-m", "kg", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == kg("--help").stdout
    assert "Usage: kg " in done.stdout


@pytest.mark.parametrize(
    "arguments", [["--help"], ["stats"], ["claims", "-f", "csv"], ["export", "-f", "nquads"]]
)
def test_a_full_output_is_one_line_and_exit_7(built_store: Path, arguments: list[str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kg.cli.main", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "KG_STORE": str(built_store), "PYTHONPATH": str(ROOT)},
        )
    assert done.returncode == 7
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1


def test_kg_alone_shows_its_help(kg: RunKg) -> None:
    done = kg()
    assert done.returncode == 2
    assert "Commands:" in done.stderr
    assert "First steps:" in done.stderr


def test_a_piped_table_is_as_wide_as_columns_says(kg: RunKg, built_store: Path) -> None:
    for width in (60, 200):
        done = kg("articles", "--store", str(built_store), COLUMNS=str(width))
        assert max(map(len, done.stdout.splitlines())) <= width
    assert kg("articles", "--store", str(built_store), COLUMNS="wide").returncode == 0
