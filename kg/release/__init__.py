"""Releases: a build as a folder that a stranger can use, cite and check."""

from __future__ import annotations

from kg.release.checking import check
from kg.release.folder import Release
from kg.release.making import make, seal

__all__ = ["Release", "check", "make", "seal"]
