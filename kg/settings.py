"""Where things are: the four data folders, the store, the environment.

A checkout's own folders win over the copies inside an installed package, so that an edit shows at once.
"""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
DEFAULT_STORE = Path(".kg")


def _shipped(name: str) -> Path:
    packaged = _PACKAGE / "data" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


def ontology_dir() -> Path:
    """The folder of ontology/*.ttl."""
    return _shipped("ontology")


def shapes_dir() -> Path:
    """The folder of shapes/*.ttl."""
    return _shipped("shapes")


def queries_dir() -> Path:
    """The folder of queries/*.rq."""
    return _shipped("queries")


def shipped_seeds_dir() -> Path:
    """The seeds that travel with the package."""
    return _shipped("seeds")


def legal_text(name: str) -> Path:
    """The file LICENSE (of the code) or LICENSE-DATA."""
    packaged = _PACKAGE / "data" / name
    return packaged if packaged.is_file() else _PACKAGE.parent / name


def seeds_dir(given: Path | None = None) -> Path:
    """The seeds to read: `given`, else KG_SEEDS, else ./seeds where it exists, else the shipped ones."""
    if given is not None:
        return given
    if value := os.environ.get("KG_SEEDS"):
        return Path(value)
    here = Path("seeds")
    return here if here.is_dir() else shipped_seeds_dir()


def store_dir(given: Path | None = None) -> Path:
    """The store's folder: `given`, else KG_STORE, else ./.kg."""
    if given is not None:
        return given
    return Path(os.environ.get("KG_STORE") or DEFAULT_STORE)


def model_endpoint() -> tuple[str, str, str]:
    """Address, model and key of a language model, only from the environment; '' for what is not set."""
    url, name, key = (os.environ.get(f"KG_MODEL_{part}", "") for part in ("URL", "NAME", "KEY"))
    return url, name, key


def endpoint_credentials() -> tuple[str, str] | None:
    """User and password for a remote endpoint, only from the environment; None when no user is set."""
    user = os.environ.get("KG_ENDPOINT_USER")
    return (user, os.environ.get("KG_ENDPOINT_PASSWORD", "")) if user else None
