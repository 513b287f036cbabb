"""`kg bundle`: the proof of one finding or slot, for somebody else to check."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import output_option, seeds_option
from kg.cli.output import note, write_text
from kg.errors import UsageError
from kg.files import disk_errors, write_atomic


@click.command(short_help="Write the proof of a finding or slot, with a program that checks it.")
@click.argument("wanted", metavar="ID")
@seeds_option
@output_option
def bundle(wanted: str, seeds: Path, output: Path | None) -> None:
    """Write everything that a finding or slot rests on: claims, places, digests, sums step by step.

    ID is the id of a conflict, a check or a slot, or the beginning of one.  With -o DIR (a folder, or a name
    without an ending), bundle.json and verify_bundle.py are written there: the second checks the first with
    Python alone, without this package, and the places too for whoever has the articles' texts.  With
    -o FILE.json, or none, the bundle alone.  It is made from the seeds: the same seeds give the same bytes.

    \b
    Examples:
      kg bundle domestic-value-share--vietnam-ict -o proof
      python proof/verify_bundle.py proof/bundle.json ~/articles
      kg bundle 76eda399 > bundle.json
    """
    if not wanted.strip():
        raise UsageError("the id is empty", remedy="`kg claims -f csv` lists the slots")
    from kg.bundle import VERIFIER, written
    from kg.pipeline import prove

    made = prove(seeds, wanted)
    if output is None or not (output.is_dir() or output.suffix == ""):
        write_text([written(made)], output)
        return
    with disk_errors(output):
        output.mkdir(parents=True, exist_ok=True)
    write_text([written(made)], output / "bundle.json")
    with write_atomic(output / VERIFIER.name) as file:
        file.write(VERIFIER.read_bytes())
    note(f"{made['about']['kind']} {made['about']['id']}: {len(made['claims'])} claims")
    note(f"check it with: python {output / VERIFIER.name} {output / 'bundle.json'} [FOLDER WITH THE TEXTS]")
