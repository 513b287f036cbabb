"""Releases: a build as a folder that a stranger can use, cite and check."""

from __future__ import annotations

from kg.release.check import check
from kg.release.folder import Release
from kg.release.make import make, seal

__all__ = ["Release", "check", "make", "seal"]
