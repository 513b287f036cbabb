"""The house plan, held against the code: imports point down only, and stages never import each other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "kg"
FLOORS: dict[int, set[str]] = {
    5: {
        "__main__", "cli", "mcpserver", "web",
    },
    4: {
        "builds", "knowledge", "past", "pipeline", "release",
    },
    3: {
        "asking", "audit", "bundle", "diff", "evaluate", "export", "extract", "importing", "intake", "load",
        "profile", "reason", "reconcile", "review", "seeds", "validate", "verify",
    },
    2: {
        "answer", "answerrows", "archive", "auditrows", "chart", "contents", "corpusfile", "engine", "graph",
        "header", "labels", "params", "query", "remote", "sentence", "store", "tables", "template", "worker",
    },
    1: {
        "amount", "audited", "candidate", "catalogue", "claim", "clocks", "compare", "corpus", "csvtext",
        "digest", "document", "entity", "extent", "figurewords", "finding", "gate", "gazetteer",
        "grounding", "hedges", "identity", "interval", "judgement", "lexicon", "lists", "literals", "merge",
        "names", "offices", "periods", "phrases", "rational", "resolution", "rows", "slot", "tokens",
        "wrapping",
    },
    0: {
        "collector", "errors", "files", "jsonlines", "namespaces", "sandbox", "settings", "yamlfile",
        "yamlout",
    },
}  # fmt: skip
STAGES = FLOORS[3]
# Stages of one topic: the profile check is part of reasoning, and tables are imported into seeds.
SISTERS = {("reason", "profile"), ("importing", "seeds")}
FLOOR_OF = {name: floor for floor, names in FLOORS.items() for name in names}


def _modules() -> list[Path]:
    return [p for p in sorted(PACKAGE.rglob("*.py")) if p.parent != PACKAGE or p.stem != "__init__"]


def _part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imported_parts(path: Path) -> set[str]:
    parts: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [node.module or ""]
            if node.module == "kg":
                names = [f"kg.{alias.name}" for alias in node.names]
        parts |= {name.split(".")[1] for name in names if name.startswith("kg.")}
    return parts


def test_every_module_has_a_floor() -> None:
    assert {_part(p) for p in _modules()} == set(FLOOR_OF)


@pytest.mark.parametrize("path", _modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    part = _part(path)
    for other in _imported_parts(path) - {part}:
        assert other in FLOOR_OF, f"{path.name} imports kg.{other}, which has no floor"
        assert FLOOR_OF[other] <= FLOOR_OF[part], f"kg.{part} (floor {FLOOR_OF[part]}) imports kg.{other}"
        if part in STAGES and other in STAGES:
            assert (part, other) in SISTERS, f"the stage {part} imports the stage {other}"


def test_parts_of_one_floor_do_not_import_in_circles() -> None:
    edges = {part: set[str]() for part in FLOOR_OF}
    for path in _modules():
        edges[_part(path)] |= _imported_parts(path) - {_part(path)}
    done: set[str] = set()

    def visit(part: str, trail: tuple[str, ...]) -> None:
        assert part not in trail, " → ".join((*trail, part))
        if part not in done:
            for other in edges[part]:
                visit(other, (*trail, part))
            done.add(part)

    for part in edges:
        visit(part, ())
