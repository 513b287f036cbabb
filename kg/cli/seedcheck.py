"""What the seeds' reader and the shapes say of the bytes of one article's seed file."""

from __future__ import annotations

import io
from pathlib import Path

from kg.corpus import Corpus
from kg.errors import BadInput


class SeedCheck:
    """Checks seed files of the article `stem` against what a corpus has curated, as a build would."""

    def __init__(self, corpus: Corpus, stem: str) -> None:
        from kg.seeds.references import References

        self._corpus = corpus
        self._path = Path("articles") / f"{stem}.yaml"
        # A file may name an entity that another stands for by now.
        self._references = References({**corpus.entities, **corpus.resolution.replaced})

    def read(self, data: bytes) -> BadInput | None:
        """What the reader refuses; None where it takes the file."""
        from kg.seeds.articles import read_article

        try:
            read_article(data, self._path, self._references, self._corpus.predicates)
        except BadInput as error:
            return error
        return None

    def violations(self, data: bytes) -> list[tuple[int, str]]:
        """The violations that would block a build: the line of the file that each is about (0: none of its
        own), and what is wrong.  Raises BadInput where the reader refuses the file."""
        from dataclasses import replace

        from kg.graph import write_nquads
        from kg.lists import Severity
        from kg.merge import published, repointed
        from kg.seeds.articles import read_article
        from kg.tables import places
        from kg.validate import validate

        found = read_article(data, self._path, self._references, self._corpus.predicates)
        now = self._corpus.resolution
        alone = replace(
            self._corpus,
            articles=(published(found.article, now),),
            figures=repointed(found.figures, now),
            relations=repointed(found.relations, now),
        )
        quads = io.BytesIO()
        try:
            write_nquads(alone, quads)
        except ValueError as error:
            return [(0, str(error))]
        report = validate(quads.getvalue(), places=places(alone))
        out = []
        for finding in report.findings:
            if finding.severity is Severity.VIOLATION:
                file, _, line = finding.place.rpartition(":")
                number = int(line) if file == self._path.as_posix() and line.isdigit() else 0
                value = f" [{finding.value}]" if finding.value else ""
                out.append((number, f"{finding.message}{value} ({finding.rule})"))
        return out
