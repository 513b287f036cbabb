"""Views become bytes: HTML through the templates, JSON and CSV for programs.

The templates escape whatever is put in; characters that cannot be seen are shown as code points wherever a
piece did not do so itself.  Equal views make equal bytes.

Each language has templates of its own, in which `{{ t.name }}` is replaced by the words before they are
compiled: a page then costs no look-ups for them.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

import jinja2
from jinja2.ext import Extension
from markupsafe import Markup, escape

from kg.web import urls, words
from kg.web.here import Here, visible
from kg.web.pages.view import View
from kg.web.site import Page

HTML, JSON, CSV = "text/html; charset=utf-8", "application/json", "text/csv; charset=utf-8"
SCRIPT = "text/javascript; charset=utf-8"
_MENU = (
    (urls.OVERVIEW, "nav_overview"),
    (urls.SLOTS, "nav_slots"),
    (urls.ENTITIES, "nav_entities"),
    (urls.SOURCES, "nav_sources"),
    (urls.AUDIT, "nav_audit"),
    (urls.QUESTIONS, "nav_questions"),
    (urls.EDITOR, "nav_editor"),
    (urls.ABOUT, "nav_about"),
)
_WORDS = re.compile(r"\{\{ t\.(\w+) \}\}")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_ITEM = '<li><a href="{}"{}>{}</a></li>'


class _Spoken(Extension):
    """Puts the words of the environment's language into the source of a template, and takes indents out."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        texts = self.environment.globals["t"]
        return _WORDS.sub(lambda found: str(escape(getattr(texts, found[1]))), _INDENT.sub("", source))


def _finalized(value: Any) -> Any:
    return visible(value) if type(value) is str and not value.isprintable() else value


@lru_cache(maxsize=len(urls.LANGUAGES))
def templates(language: str) -> jinja2.Environment:
    """The templates in a language, each compiled once."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("kg.web", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"t": words.texts(language), "urls": urls}
    made.add_extension(_Spoken)
    return made


def html(view: View, here: Here) -> Page:
    """The page as HTML."""
    other = "vi" if here.language == "en" else "en"
    text = templates(here.language).get_template(view.template).render(
        here=here,
        to=here.to,
        view=view,
        menu=_menu(here, view.section),
        other=other,
        other_href=here.to.to(here.page, other),
        **view.fields,
    )
    return Page(view.status, HTML, text.encode())


def _menu(here: Here, section: str) -> Markup:
    key = ("menu", section)
    if key not in here.kept:
        items = []
        for page, name in _MENU:
            current = Markup(' aria-current="page"') if page == section else ""
            items.append(Markup(_ITEM).format(here.to.to(page), current, getattr(here.t, name)))
        here.kept[key] = Markup("\n").join(items)
    return here.kept[key]


def as_json(view: View) -> Page:
    """The data of the page."""
    text = json.dumps(view.data(), ensure_ascii=False, separators=(",", ":"))
    return Page(view.status, JSON, (text + "\n").encode())


def as_csv(view: View) -> Page | None:
    """The rows of the page; None where it has no table."""
    return None if view.csv is None else Page(view.status, CSV, view.csv().encode())
