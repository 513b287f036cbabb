"""Generates the parts of README.md that are made from the code, and checks that they are up to date.

    python tests/readme.py            # compare; exit 1 where the README is out of date
    python tests/readme.py --write    # bring it up to date

Between ``<!-- begin NAME -->`` and ``<!-- end NAME -->`` stand tables; after ``<!-- run COMMAND -->`` stands
the real output of that command; after ``<!-- transcript -->`` stand commands of a shell, run one after the
other in an empty folder, each with its real output.  The scores are those of tests/extract/scores.json.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
SCORES = ROOT / "tests" / "extract" / "scores.json"
SCORED = ROOT / "tests" / "extract" / "scored"
# What the project wants of the extractor (F1), in each language.
GOALS = {"amount": 0.97, "hedge": 0.95, "period": 0.90, "metric": 0.85, "subject": 0.80, "whole": 0.75}
_FIELDS = {
    "amount": "amount",
    "hedge": "hedge",
    "period": "period",
    "metric": "metric",
    "subject": "subject",
    "whole": "whole claim",
    "status": "status",
    "attribution": "attribution",
    "relation": "relation",
}
_LANGUAGES = {"en": "English", "vi": "Vietnamese"}
# The questions that need two builds, and the commands that answer them.
BY_COMMAND = {
    37: ("diff BUILD_A BUILD_B", "What changed since the last release, and which conflicts opened or closed?")
}
_HEREDOC = re.compile(r"<<'(\w+)'")
# How long a check took is the one thing that differs from run to run.
_SECONDS = re.compile(r"\b\d+\.\d s\b")


def commands_table() -> str:
    """The commands with the line of help that `kg --help` shows."""
    from kg.cli.main import COMMANDS

    rows = "".join(f"| `kg {name}` | {text} |\n" for name, (_, text) in COMMANDS.items())
    return f"| Command | What it does |\n| --- | --- |\n{rows}"


def questions_table() -> str:
    """The saved questions with their numbers and parameters."""
    from kg.query import load_all

    rows = []
    for query in load_all(ROOT / "queries"):
        numbers = ", ".join(str(n) for n in query.questions)
        params = ", ".join(f"`{p.name}`" for p in query.params)
        drawn = "yes" if query.chart else ""
        row = f"| `{query.name}` | {numbers} | {query.summary['en']} | {params} | {drawn} |\n"
        rows.append((query.questions[:1] or (0,), row))
    for number, (command, question) in BY_COMMAND.items():
        rows.append(((number,), f"| `kg {command}` | {number} | {question} | | |\n"))
    rows.sort(key=lambda row: row[0])
    head = "| Name | No. | Question | Parameters | Chart |\n| --- | --- | --- | --- | --- |\n"
    return head + "".join(row for _, row in rows)


def scores_table() -> str:
    """The scores of the rules beside the goals, and in words which goals are not reached."""
    from kg.evaluate import read_gold_folder

    scores = json.loads(SCORES.read_text("utf-8"))
    out = "| F1 | Goal"
    for language, spoken in _LANGUAGES.items():
        gold = [article for article in read_gold_folder(SCORED) if article.document.language == language]
        claims = sum(len(article.figures) for article in gold)
        out += f" | {spoken} ({len(gold)} articles, {claims} figures)"
    out += " |\n| --- | --- | --- | --- |\n"
    missed = []
    for name, label in _FIELDS.items():
        found = {spoken: scores[language][name] for language, spoken in _LANGUAGES.items()}
        cells = [f"{GOALS[name]:.2f}" if name in GOALS else "", *(f"{f1:.3f}" for f1 in found.values())]
        out += f"| {label} | {' | '.join(cells)} |\n"
        below = [spoken for spoken, f1 in found.items() if f1 < GOALS.get(name, 0)]
        if below:
            missed.append(label if len(below) == len(found) else f"{label} in {below[0]}")
    said = f"Goals that are not reached yet: {', '.join(missed)}." if missed else "Every goal is reached."
    return f"{out}\n{said}\n"


def _environment() -> dict[str, str]:
    """Ours without any setting of kg, for output that is the same everywhere."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("KG_")}
    return {**env, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "120"}


def commands_of(block: str) -> list[str]:
    """The commands of a transcript, with the lines that are fed to them; their output is left out."""
    commands: list[str] = []
    end = ""
    for line in block.splitlines():
        if end:
            commands[-1] += f"\n{line}"
            end = "" if line == end else end
        elif line.startswith("$ "):
            commands.append(line[2:])
            heredoc = _HEREDOC.search(line)
            end = heredoc[1] if heredoc else ""
    return commands


def transcript(block: str) -> str:
    """The transcript with the output of its commands, run in a folder that is empty at first."""
    out = ""
    with tempfile.TemporaryDirectory() as folder:
        tools, work = Path(folder) / "bin", Path(folder) / "work"
        tools.mkdir()
        work.mkdir()
        kg = tools / "kg"
        kg.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m kg.cli.main "$@"\n', "utf-8")
        kg.chmod(0o755)
        env = _environment()
        env["PATH"] = f"{tools}{os.pathsep}{env['PATH']}"
        for command in commands_of(block):
            done = subprocess.run(
                ["bash", "-c", command], cwd=work, env=env, stdin=subprocess.DEVNULL, text=True,
                encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            )  # fmt: skip
            assert done.returncode == 0, f"{command}\n{done.stdout}"
            assert folder not in done.stdout, "a path of this machine"
            out += f"$ {command}\n" + _SECONDS.sub("… s", done.stdout)
    return out


def output_of(command: str, store: Path) -> str:
    """What a `kg` command prints."""
    words = shlex.split(command)
    assert words[0] == "kg"
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli.main", *words[1:]],
        env={**_environment(), "KG_STORE": str(store)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def generate(text: str, store: Path) -> str:
    """The README with its generated parts made anew; `store` holds a build of the shipped seeds."""
    tables = {"commands": commands_table(), "questions": questions_table(), "scores": scores_table()}
    for name, table in tables.items():
        pattern = re.compile(rf"(<!-- begin {name} -->\n).*?(<!-- end {name} -->)", re.DOTALL)
        assert pattern.search(text), name
        text = pattern.sub(lambda m, table=table: f"{m[1]}{table}{m[2]}", text)  # type: ignore[misc]

    def ran(match: re.Match[str]) -> str:
        return f"<!-- run {match[1]} -->\n```text\n$ {match[1]}\n{output_of(match[1], store)}```\n"

    text = re.sub(r"<!-- run (.+?) -->\n```text\n.*?```\n", ran, text, flags=re.DOTALL)
    return re.sub(
        r"(<!-- transcript -->\n```console\n)(.*?)(```\n)",
        lambda match: f"{match[1]}{transcript(match[2])}{match[3]}",
        text,
        flags=re.DOTALL,
    )


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
