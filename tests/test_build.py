"""kg build: the same bytes everywhere, nothing published before the checks, counts that are true."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import founding
import pytest
from conftest import RunKg

ROOT = Path(__file__).resolve().parent.parent
SEEDS = founding.SEEDS
ENVIRONMENTS: list[dict[str, str]] = [
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0", "PYTHONUTF8": "0"},
    {"TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242"},
    {"TZ": "America/Los_Angeles", "LANG": "vi_VN.UTF-8", "PYTHONHASHSEED": "random", "COLUMNS": "40"},
]


def generation(store: Path) -> Path:
    return store / "generations" / (store / "CURRENT").read_text().strip()


def contents(store: Path) -> dict[str, bytes]:
    """What the build wrote, but for the engine's own files."""
    folder = generation(store)
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file() and p.suffix in (".nq", ".jsonl")}


def test_builds_are_byte_identical_in_any_folder_locale_time_zone_and_hash_seed(tmp_path: Path) -> None:
    outcomes = []
    for number, environment in enumerate(ENVIRONMENTS):
        place = tmp_path / f"place {number}"
        shutil.copytree(SEEDS, place / "seeds")
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("KG_", "LC_", "LANG"))}
        subprocess.run(
            [sys.executable, "-m", "kg.cli.main", "build"],
            cwd=place,
            env={**inherited, "PYTHONPATH": str(ROOT), **environment},
            check=True,
            capture_output=True,
        )
        outcomes.append(contents(place / ".kg"))
    assert outcomes[0].keys() >= {"dataset.nq", "figures.jsonl", "relations.jsonl", "articles.jsonl"}
    assert outcomes[0] == outcomes[1] == outcomes[2]


def test_the_last_line_counts_what_stats_counts(kg: RunKg, tmp_path: Path) -> None:
    done = kg("build", "--seeds", str(SEEDS), "--store", str(tmp_path / "s"))
    assert done.returncode == 0
    stats = json.loads(kg("stats", "--store", str(tmp_path / "s"), "-f", "json").stdout)
    assert list(stats) == [
        "sources", "articles", "figure_claims", "relation_claims", "entities", "slots", "quads", "findings",
    ]  # fmt: skip
    last = done.stdout.splitlines()[-1]
    for name, value in stats.items():
        assert f"{value:,} {name.replace('_', ' ')}" in last
    lines = (generation(tmp_path / "s") / "dataset.nq").read_bytes().count(b"\n")
    assert stats["quads"] == lines
    assert stats["figure_claims"] >= 61
    assert stats["relation_claims"] >= 28


def test_a_violation_blocks_the_build_and_names_the_seed_line(kg: RunKg, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert kg("build", "--seeds", str(SEEDS), "--store", str(store)).returncode == 0
    before = generation(store)
    seeds = shutil.copytree(SEEDS, tmp_path / "seeds")
    path = next((seeds / "articles").glob("001_*.yaml"))
    text = path.read_text("utf-8")
    # A figure credited to an office instead of who holds it: readable, but against a shape.
    credit = "attributed_to: [ministry/ministry-of-information-and-communications]"
    assert credit in text
    path.write_text(text.replace(credit, "attributed_to: [office/prime-minister-of-vietnam]", 1))
    done = kg("build", "--seeds", str(seeds), "--store", str(store))
    assert done.returncode == 1
    assert f"{path.name}:" in done.stderr
    assert "Traceback" not in done.stderr
    assert generation(store) == before


def test_a_broken_seed_leaves_the_store_as_it_was(kg: RunKg, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert kg("build", "--seeds", str(SEEDS), "--store", str(store)).returncode == 0
    before = generation(store)
    seeds = shutil.copytree(SEEDS, tmp_path / "seeds")
    (seeds / "articles" / "zz.yaml").write_text("a: [")
    done = kg("build", "--seeds", str(seeds), "--store", str(store))
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert generation(store) == before
    assert kg("doctor", "--store", str(store)).returncode == 0


def test_a_time_stands_in_the_data_only_when_given(kg: RunKg, tmp_path: Path) -> None:
    store = tmp_path / "store"
    done = kg("build", "--seeds", str(SEEDS), "--store", str(store), "--timestamp", "2025-03-01T00:00:00Z")
    assert done.returncode == 0
    assert b"2025-03-01T00:00:00Z" in contents(store)["dataset.nq"]


@pytest.mark.parametrize("stamp", ["yesterday", "2025-02-30T00:00:00Z", "2025-03-01", "2025-03-01T00:00:00"])
def test_a_timestamp_that_is_none_is_refused(kg: RunKg, tmp_path: Path, stamp: str) -> None:
    done = kg("build", "--seeds", str(SEEDS), "--store", str(tmp_path / "s"), "--timestamp", stamp)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "s").exists()


def test_the_packaged_seeds_are_used_where_there_are_none(kg: RunKg, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli.main", "build", "--store", str(tmp_path / "s")],
        cwd=tmp_path,
        env={**{k: v for k, v in os.environ.items() if not k.startswith("KG_")}, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
