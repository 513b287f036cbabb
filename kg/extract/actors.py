"""Names that have moved to `actor` and `cast`."""

from kg.extract.actor import FIRMS, VIETNAM, Actor
from kg.extract.cast import Cast

__all__ = ["FIRMS", "VIETNAM", "Actor", "Cast"]
