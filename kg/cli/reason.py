"""`kg reason`: does the ontology hold together?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import settings
from kg.cli.options import output_option, store_option
from kg.cli.output import note, write_text
from kg.namespaces import DATASET_GRAPH, ONTOLOGY_GRAPH, compact

if TYPE_CHECKING:
    from kg.finding import Finding
    from kg.reason import ReasonReport

# The ontology is read from its files; the dataset's description is about files, not about the ecosystem.
_LEFT_OUT = tuple(f"<{graph}> .\n".encode() for graph in (DATASET_GRAPH, ONTOLOGY_GRAPH))


def _sample(store: Path) -> Iterator[bytes]:
    """The statements of the current build about entities, claims, slots and evidence."""
    from kg.store import current

    with current(store).dataset.open("rb") as file:
        yield from (line for line in file if not line.endswith(_LEFT_OUT))


def _text(report: ReasonReport, findings: list[Finding] | None) -> Iterator[str]:
    yield f"engine         {report.engine}{'' if report.complete else ', which cannot find everything'}\n"
    yield f"classes        {report.counts.classes}\n"
    yield f"properties     {report.counts.properties}\n"
    yield f"individuals    {report.counts.individuals}\n"
    yield f"consistent     {'yes' if report.consistent else 'NO'}\n"
    yield from (f"  {clash}\n" for clash in report.clashes)
    if report.consistent:
        yield f"unsatisfiable  {len(report.unsatisfiable) or 'none'}\n"
        yield from (f"  {compact(name)}\n" for name in report.unsatisfiable)
    if findings is not None:
        yield f"OWL 2 DL       {'yes' if not findings else 'NO'}\n"
        yield from (f"  {finding.line()}\n" for finding in findings)


def _json(report: ReasonReport, findings: list[Finding] | None) -> str:
    found: dict[str, Any] = {
        "engine": report.engine,
        "complete": report.complete,
        "note": report.note,
        **report.counts._asdict(),
        "consistent": report.consistent,
        "clashes": report.clashes,
        "unsatisfiable": report.unsatisfiable,
        "subclasses": sorted((compact(low), compact(high)) for low, high in report.subclasses),
    }
    if findings is not None:
        found["profile"] = [
            {"rule": f.rule, "focus": f.focus, "message": f.message, "path": f.path, "value": f.value}
            for f in findings
        ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


@click.command(short_help="Check the ontology with an OWL reasoner.")
@click.option("--profile", is_flag=True, help="Also check that the ontology is OWL 2 DL.")
@click.option("--sample", is_flag=True, help="Together with the individuals of the current build.")
@click.option("-f", "--format", "fmt", type=click.Choice(["text", "json"]), default="text", show_default=True)
@store_option
@output_option
@click.pass_context
def reason(
    ctx: click.Context, profile: bool, sample: bool, fmt: str, store: Path, output: Path | None
) -> None:
    """Check that the ontology is consistent and that each of its classes can have members.

    HermiT does the work and needs Java.  Without Java an OWL 2 RL check takes its place, which finds less;
    the report names the engine.  With --sample the entities and claims of the current build are part of it,
    dates left out.  Exit 1 on a contradiction, an empty class, or a breach of the profile.

    \b
    Examples:
      kg reason
      kg reason --profile --sample
      kg reason -f json
    """
    from kg.profile import profile_violations
    from kg.reason import load_ontology
    from kg.reason import reason as run

    folder = settings.ontology_dir()
    individuals = list(_sample(store)) if sample else None
    note(f"reasoning over {folder.name}/*.ttl{' and the current build' if sample else ''} …")
    report = run(folder, individuals, explain=True)
    if report.note:
        note(report.note)
    findings = profile_violations(load_ontology(folder)) if profile else None
    write_text([_json(report, findings)] if fmt == "json" else _text(report, findings), output)
    ctx.exit(0 if report.sound and not findings else 1)
