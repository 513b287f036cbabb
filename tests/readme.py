"""Generates the parts of README.md that are made from the code, and checks that they are up to date.

    python tests/readme.py            # compare; exit 1 where the README is out of date
    python tests/readme.py --write    # bring it up to date

Between ``<!-- begin commands -->`` and ``<!-- end commands -->`` stand tables; after ``<!-- run COMMAND -->``
stands the real output of that command.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"


def commands_table() -> str:
    """The commands with the line of help that `kg --help` shows."""
    from kg.cli.main import COMMANDS

    rows = "".join(f"| `kg {name}` | {text} |\n" for name, (_, text) in COMMANDS.items())
    return f"| Command | What it does |\n| --- | --- |\n{rows}"


def questions_table() -> str:
    """The saved questions with their numbers and parameters."""
    from kg.query import load_all

    out = "| Name | No. | Question | Parameters |\n| --- | --- | --- | --- |\n"
    for query in load_all(ROOT / "queries"):
        numbers = ", ".join(str(n) for n in query.questions)
        params = ", ".join(f"`{p.name}`" for p in query.params)
        out += f"| `{query.name}` | {numbers} | {query.summary['en']} | {params} |\n"
    return out


def output_of(command: str, store: Path) -> str:
    """What a `kg` command prints."""
    words = shlex.split(command)
    assert words[0] == "kg"
    env = {k: v for k, v in os.environ.items() if not k.startswith("KG_")}
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli.main", *words[1:]],
        env={**env, "KG_STORE": str(store), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "120"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def generate(text: str, store: Path) -> str:
    """The README with its generated parts made anew; `store` holds a build of the shipped seeds."""
    for name, table in (("commands", commands_table()), ("questions", questions_table())):
        pattern = re.compile(rf"(<!-- begin {name} -->\n).*?(<!-- end {name} -->)", re.DOTALL)
        assert pattern.search(text), name
        text = pattern.sub(lambda m, table=table: f"{m[1]}{table}{m[2]}", text)  # type: ignore[misc]

    def ran(match: re.Match[str]) -> str:
        return f"<!-- run {match[1]} -->\n```text\n$ {match[1]}\n{output_of(match[1], store)}```\n"

    return re.sub(r"<!-- run (.+?) -->\n```text\n.*?```\n", ran, text, flags=re.DOTALL)


def main() -> int:
    """Compare or write; returns the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        output_of(
            f"kg build --store {shlex.quote(str(store))} --seeds {shlex.quote(str(ROOT / 'seeds'))}", store
        )
        made = generate(README.read_text("utf-8"), store)
    if "--write" in sys.argv:
        README.write_text(made, "utf-8")
        return 0
    return int(made != README.read_text("utf-8"))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
