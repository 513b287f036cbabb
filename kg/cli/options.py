"""Options that several commands share, and the opening of what they name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg import settings
from kg.errors import UsageError
from kg.files import check_path

if TYPE_CHECKING:
    from kg.store import Readable

Command = TypeVar("Command", bound=Callable[..., Any])


class PathArgument(click.ParamType[Path]):
    """A local path; a URL, or a control character, is refused before anything is opened."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        return check_path(value)


PATH = PathArgument()


def user_name() -> str:
    """Who sits there, as the system knows them; "unknown" where it does not."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def store_option(command: Command) -> Command:
    """``--store DIR``: the embedded store (default KG_STORE, else ./.kg), as `store: Path`."""
    return click.option(
        "--store",
        type=PATH,
        callback=lambda _ctx, _param, value: settings.store_dir(value),
        help="The store's folder (default: KG_STORE, else ./.kg).",
    )(command)


def as_of_options(command: Command) -> Command:
    """``--as-of DATE`` and ``--clock``, as `as_of` and `clock`, both `str | None`; see `opened`."""
    for option in (
        click.option("--clock", type=click.Choice(("published", "recorded")),
                     help="By which day of an article --as-of goes (default: published)."),
        click.option("--as-of", metavar="DATE",
                     help="As one could have known it on that day (2024-06-30; 2024-06: its last day)."),
    ):  # fmt: skip
        command = option(command)
    return command


def opened(store: Path, as_of: str | None = None, clock: str | None = None) -> Readable:
    """The current build, or what was known of it on a day; then a note says what was left out.

    Raises as `kg.store.current` and `kg.past.as_of` do.
    """
    from kg.store import current

    if as_of is None:
        if clock is not None:
            raise UsageError("--clock says nothing without --as-of", remedy="give both")
        return current(store)
    from kg.past import as_of as known
    from kg.past import day_of

    # A day that is none is the caller's slip, also where nothing was built yet.
    day = day_of(as_of)
    past = known(current(store), day, clock or "published")
    click.echo(past.line(), err=True)
    return past


def seeds_option(command: Command) -> Command:
    """``--seeds DIR``: the seeds (default KG_SEEDS, ./seeds, the shipped ones), as `seeds: Path`."""
    return click.option(
        "--seeds",
        type=PATH,
        callback=lambda _ctx, _param, value: settings.seeds_dir(value),
        help="The seeds' folder (default: KG_SEEDS, else ./seeds, else the shipped ones).",
    )(command)


def output_option(command: Command) -> Command:
    """``-o FILE``: write there, atomically, instead of stdout, as `output: Path | None`; ``-`` is stdout."""
    return click.option(
        "-o",
        "--output",
        type=PATH,
        callback=lambda _ctx, _param, value: None if value is None or str(value) == "-" else value,
        help="Write to this file (atomically) instead of stdout.",
    )(command)


def rows_options(command: Command) -> Command:
    """``-f FORMAT`` for rows (`fmt: str`) and ``-o FILE``."""
    from kg.cli.output import ROW_FORMATS

    return output_option(
        click.option(
            "-f",
            "--format",
            "fmt",
            type=click.Choice(ROW_FORMATS),
            default="table",
            show_default=True,
            help="How rows are written.",
        )(command)
    )
