"""Views become bytes: HTML through the templates, JSON and CSV for programs.

The templates escape whatever is put in.  Equal views make equal bytes.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import cast

from markupsafe import Markup

from kg.web import urls
from kg.web.compiling import Templates
from kg.web.here import Here
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
_ITEM = '<li><a href="{}"{}>{}</a></li>'


@lru_cache(maxsize=len(urls.LANGUAGES))
def templates(language: str) -> Templates:
    """The templates in a language, each compiled once."""
    return Templates(language)


def html(view: View, here: Here, made_with: Templates | None = None) -> Page:
    """The page as HTML."""
    other = "vi" if here.language == "en" else "en"
    text = (
        (made_with or templates(here.language))
        .get_template(view.template)
        .render(
            here=here,
            to=here.to,
            view=view,
            menu=_menu(here, view.section),
            other=other,
            other_href=here.to.to(here.page, other),
            **view.fields,
        )
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
    return cast(Markup, here.kept[key])


def as_json(view: View) -> Page:
    """The data of the page."""
    text = json.dumps(view.data(), ensure_ascii=False, separators=(",", ":"))
    return Page(view.status, JSON, (text + "\n").encode())


def as_csv(view: View) -> Page | None:
    """The rows of the page; None where it has no table."""
    return None if view.csv is None else Page(view.status, CSV, view.csv().encode())
