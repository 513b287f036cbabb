"""How templates are compiled: the words of a language built in, and no look-up that is not needed.

Jinja looks every ``a.b`` up twice (attribute, then item), and passes every call and every output through
helpers for cases that do not occur here.  The pages of a folder come to some five million of these, so they
are written as plain Python: ``a.b`` is an attribute, ``a["b"]`` an item, a call a call.  A test renders pages
with Jinja's own code generator and compares.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any, Final

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from markupsafe import Markup, escape

from kg.web import urls, words
from kg.web.bytecode import Kept
from kg.web.shown import visible

_WORDS: Final = re.compile(r"\{\{ t\.(\w+) \}\}")
_INDENT: Final = re.compile(r"^[ \t]+", re.MULTILINE)


def shown(value: Any) -> Any:
    """A value as it stands in a page: escaped unless it is markup, what cannot be seen as code points."""
    if type(value) is Markup:
        return value
    text = value if type(value) is str else str(value)
    if not text.isprintable():
        text = visible(text)
    # Most texts hold nothing to escape, and to look costs a fifth of escaping.
    if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:
        return escape(text)
    return text


class Spoken(Extension):
    """Puts the words of the environment's language into the source of a template, and takes indents out."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        texts = self.environment.globals["t"]
        return _WORDS.sub(lambda found: str(words.coded(getattr(texts, found[1]))), _INDENT.sub("", source))


class _Plain(CodeGenerator):
    """Attributes, calls and outputs as Python has them."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(  # noqa: N802
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        self.visit(node.node, frame)
        if node.dyn_args or node.dyn_kwargs or forward_caller:
            self.fail("neither * and ** nor call blocks are used here", node.lineno)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("environment.shown(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")


class Templates(jinja2.Environment):
    """The templates of the pages in a language."""

    code_generator_class = _Plain
    shown = staticmethod(shown)

    def __init__(self, language: str) -> None:
        super().__init__(
            loader=jinja2.PackageLoader("kg.web", "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=Kept(f"{language}.{type(self).__name__}"),
        )
        self._made: dict[str, jinja2.Template] = {}
        self.globals |= {"t": words.texts(language), "urls": urls, "coded": words.coded}
        self.add_extension(Spoken)

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> jinja2.Template:
        """A template, loaded once: they are parts of the package and never change."""
        if isinstance(name, jinja2.Template) or globals is not None:
            return super().get_template(name, parent, globals)
        if (made := self._made.get(name)) is None:
            made = self._made[name] = super().get_template(name)
        return made

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template sees, flat: each page copies it, and a chain of mappings is slow to copy."""
        return {**self.globals, **(d or {})}
