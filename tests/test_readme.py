"""The README holds what the code does: its tables, its transcripts, its commands, its Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import readme
from click.testing import CliRunner

from kg.cli.main import COMMANDS, cli
from kg.interval import POLICY
from kg.lists import ClaimKind, EvidenceLevel, Hedge, Status
from kg.tables import ARTICLE_COLUMNS, CLAIM_COLUMNS, RELATION_COLUMNS

TEXT = readme.README.read_text(encoding="utf-8")


def test_generated_parts_are_up_to_date(built_store: Path) -> None:
    assert readme.generate(TEXT, built_store) == TEXT, "run: python tests/readme.py --write"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    assert f"kg {name}" in result.output.partition("\n")[2], "an example"


def test_every_kg_command_of_the_readme_exists() -> None:
    named = set(re.findall(r"^(?:\.venv/bin/)?kg ([a-z]+)", TEXT, flags=re.MULTILINE))
    assert named
    assert named <= set(COMMANDS)


def test_the_tables_contract_is_written_down() -> None:
    flat = " ".join(TEXT.split())
    for columns in (CLAIM_COLUMNS, RELATION_COLUMNS, ARTICLE_COLUMNS):
        assert f"`{', '.join(columns)}`" in flat


def test_the_closed_lists_are_written_down() -> None:
    for words in (Hedge, ClaimKind):
        assert ", ".join(words) in TEXT
    for word in (*Status, *EvidenceLevel):
        assert word in TEXT
    assert all(f"| {hedge} |" in TEXT for hedge in POLICY.rows)


def test_the_python_example_runs(built_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)
    monkeypatch.chdir(built_store.parent)
    exec(code.replace('".kg"', repr(str(built_store))), {})
