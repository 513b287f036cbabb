"""README.md and CITATION.cff of a release, for a reader who knows nothing of the project."""

from __future__ import annotations

from kg.release.about import CREATOR, KEYWORDS, LICENCE_NAME, SUMMARY, TITLE, About
from kg.release.folder import MANIFEST, NQUADS, SUMS


def citation(about: About) -> str:
    """The citation in the Citation File Format 1.2.0."""
    keywords = "".join(f"  - {word}\n" for word in KEYWORDS)
    return (
        "cff-version: 1.2.0\n"
        'message: "If you use this data, please cite it as below, and the sources that its claims name."\n'
        "type: dataset\n"
        f'title: "{TITLE}"\n'
        f'abstract: "{SUMMARY}"\n'
        "authors:\n"
        f'  - name: "{CREATOR}"\n'
        f"version: {about.version}\n"
        f'date-released: "{about.date}"\n'
        f'url: "{about.base}"\n'
        "license: CC-BY-4.0\n"
        f"keywords:\n{keywords}"
    )


def readme(about: About) -> str:
    """What a stranger should know, and how to check and use what is here."""
    c = about.counts
    changes = (
        f"What changed since {about.previous} is told in `CHANGES.md`, and for programs in `changes.json`."
        if about.previous
        else "This is the first release; there is none to compare it with."
    )
    return f"""# {TITLE} {about.version}

{SUMMARY}

It holds {c["figure_claims"]:,} figures and {c["relation_claims"]:,} relations from {c["sources"]:,} sources,
with {c["entities"]:,} entities; {c["slots"]:,} questions, {about.disputed:,} of them with answers that do not
agree; {about.dataset["quads"]:,} statements in {len(about.graphs):,} named graphs. Day of the release:
{about.date}. {changes}

A claim says what a source states, not what is true. What a source does not tell (its date, its publisher) is
left out, never guessed. Sources' texts are not here: only figures, names, places and short phrases.

## Is it whole?

Nothing of this needs a network.

```sh
sha256sum -c {SUMS}                            # every file is as it was released
python proof/verify_bundle.py proof/NAME.json      # a disputed question, recomputed with Python alone
kg release . --check                               # both, and that all formats hold the same statements
```

`{MANIFEST}` has a SHA-256 for each named graph and for the whole, of its statements as sorted N-Quads:

```sh
zcat {NQUADS} | LC_ALL=C sort | sha256sum
```

The digest of `{SUMS}` itself tells two releases apart: compare it with the one that was published.

## What is where

- `data/`: the graph; TriG, N-Quads and JSON-LD keep the named graphs, Turtle, N-Triples and RDF/XML do not.
- `tables/`: claims, relations, articles, entities, conflicts, checks and slots, as CSV and JSON lines.
- `proof/`: for each disputed question all that the disagreement rests on, and a program that checks it.
- `ontology/`, `shapes/`: the vocabulary with its JSON-LD context; the SHACL shapes that the data keeps.
- `void.ttl`, `ro-crate-metadata.json`: descriptions for catalogues (VoID, DCAT) and archives (RO-Crate 1.2).

```python
import pandas
claims = pandas.read_csv("tables/claims.csv", dtype=str)      # a figure a row: value, unit, interval, source
slots = pandas.read_json("tables/slots.jsonl", lines=True)    # a question a row: what can safely be printed
```

A text cell that a spreadsheet would run as a formula has an apostrophe before it. Values are in base units;
`lower` and `upper` are what a careful reader takes the words for, `lower_hard` and `upper_hard` what they
allow. The addresses below `https://w3id.org/vietnam-tech-kg/` name things; they are not registered yet, so
they do not open in a browser.

## Licence

Data: {LICENCE_NAME}, see `LICENSE-DATA`. `proof/verify_bundle.py`: Apache License 2.0, see `LICENSE`. How to
cite it: `CITATION.cff`.
"""
