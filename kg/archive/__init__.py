"""A build as something that can be carried: one archive of its files, and that archive as statements.

A store elsewhere holds the graphs of a build, but neither its tables nor what it read from the seeds, which
pages are made of.  So `kg load --with-build` puts the whole build beside them, as one more named graph, and
`kg serve --store URL` takes it from there.
"""

from __future__ import annotations

from kg.archive.files import pack, unpack
from kg.archive.statements import Label, Standing, fetch, look, standing, statements

__all__ = ["Label", "Standing", "fetch", "look", "pack", "standing", "statements", "unpack"]
