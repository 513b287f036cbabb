"""Drawing a Vega-Lite specification, offline: vl-convert brings the drawing engine and the fonts with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from kg.errors import BadInput, UsageError, printable

ENDINGS = (".svg", ".png", ".vl.json")
_VERSION = "6.4"
# Fonts of a system may lack Vietnamese letters, and would make other pictures elsewhere.
_FONTS = Path(__file__).with_name("fonts")
_SCALE = 2  # dots of a PNG for each of the picture
# No address is ever opened: the data is in the specification.
_NOWHERE: list[str] = []


def ending_of(path: Path) -> str:
    """The ending that says the format of a chart; raises UsageError where it says none."""
    ending = next((ending for ending in ENDINGS if path.name.lower().endswith(ending)), None)
    if ending is None:
        what = f"a chart is written as {', '.join(ENDINGS)}, not {printable(path.name, 60)!r}"
        raise UsageError(what, remedy="for example --chart chart.svg")
    return ending


def chart_bytes(spec: dict[str, Any], path: Path) -> bytes:
    """The chart in the format that the ending of `path` names, the same bytes for the same specification.

    Raises UsageError on another ending, and where vl-convert, which draws, is not installed.
    """
    ending = ending_of(path)
    if ending == ".png":
        # Half-transparent dots on a transparent ground come out in other colours.
        spec = {**spec, "background": "#ffffff"}
    text = json.dumps(spec, ensure_ascii=False, indent=1) + "\n"
    if ending == ".vl.json":
        return text.encode()
    try:
        import vl_convert
    except ImportError:
        remedy = 'pip install "vietnam-tech-kg[chart]", or write .vl.json'
        raise UsageError("vl-convert-python, which draws charts, is not installed", remedy=remedy) from None
    vl_convert.register_font_directory(str(_FONTS))
    try:
        if ending == ".svg":
            drawn = vl_convert.vegalite_to_svg(text, vl_version=_VERSION, allowed_base_urls=_NOWHERE)
            return _described(drawn, str(spec.get("description", ""))).encode()
        return vl_convert.vegalite_to_png(text, vl_version=_VERSION, scale=_SCALE, allowed_base_urls=_NOWHERE)
    except ValueError as error:
        raise BadInput(f"the chart cannot be drawn: {printable(str(error), 200)}") from None


def _described(svg: str, description: str) -> str:
    """The picture with its description for those who do not see it; the engine leaves it out."""
    label = f'<svg role="graphics-document" aria-label={quoteattr(description)} '
    return label + svg.removeprefix("<svg ")
