"""The README holds what the code does: its tables, its transcripts, its commands, its Python."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
import readme
from click.testing import CliRunner

from kg.amount import find_amounts
from kg.cli.main import COMMANDS, cli
from kg.interval import POLICY
from kg.lists import ClaimKind, EvidenceLevel, Hedge, Status
from kg.tables import ARTICLE_COLUMNS, CLAIM_COLUMNS, RELATION_COLUMNS

TEXT = readme.README.read_text(encoding="utf-8")
CODEBOOK = (readme.ROOT / "kg" / "extract" / "codebook.md").read_text(encoding="utf-8")


def test_generated_parts_are_up_to_date(ecosystem_store: Path) -> None:
    assert readme.generate(TEXT, ecosystem_store) == TEXT, "run: python tests/readme.py --write"


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


def test_a_transcript_feeds_what_its_commands_read() -> None:
    block = "$ cat > a <<'END'\n$ 5 million\nEND\n$ cat a\nold output\n"
    assert readme.commands_of(block) == ["cat > a <<'END'\n$ 5 million\nEND", "cat a"]
    assert readme.transcript(block) == block.replace("old output", "$ 5 million")


def test_the_scores_say_which_goals_are_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scores = {
        language: dict.fromkeys(json.loads(readme.SCORES.read_text())["all"], 1.0)
        for language in ("en", "vi")
    }
    monkeypatch.setattr(readme, "SCORES", tmp_path / "scores.json")
    readme.SCORES.write_text(json.dumps(scores))
    assert readme.scores_table().endswith("\nEvery goal is reached.\n")
    scores["vi"]["amount"] = 0.9699
    scores["en"]["whole"] = scores["vi"]["whole"] = 0.0
    readme.SCORES.write_text(json.dumps(scores))
    assert "\nGoals that are not reached yet: amount in Vietnamese, whole claim.\n" in readme.scores_table()


def test_the_codebook_names_what_there_is() -> None:
    for word in (*Hedge, *Status):
        assert f"\n| {word} | " in CODEBOOK


@pytest.mark.parametrize(
    "row", re.findall(r"^\| ([^|]+) \| (`[^|]+) \| ([^|]+) \| (\w+) \|$", CODEBOOK, flags=re.MULTILINE)
)
def test_the_figures_of_the_codebook_are_read_so(row: tuple[str, str, str, str]) -> None:
    printed, surfaces, value, unit = row
    for words, surface in zip(printed.split(", "), re.findall("`(.+?)`", surfaces), strict=True):
        (figure,) = find_amounts(words, "en" if words.isascii() else "vi")
        assert figure.surface == surface
        assert figure.amount is not None
        bounds = [figure.amount.value, figure.amount.value_max]
        assert [abs(Decimal(v)) for v in value.split(" to ")] == [
            v.quantize(Decimal("1.000000")) for v in bounds if v
        ]
        # What is counted is the lexicon's to say.
        assert figure.unit in (unit, None)
