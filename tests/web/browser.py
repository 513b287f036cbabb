"""A real Chromium for tests, or the reason why there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str:
    """Where Chromium is: KG_CHROMIUM, or on the path; skips the test where it is nowhere."""
    found = os.environ.get("KG_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("no Chromium (apt-get install chromium, or set KG_CHROMIUM)")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium; skips the test where Playwright or Chromium is not installed."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright (pip install playwright)")
    path = executable()
    with playwright.sync_playwright() as started:
        # In a container there is no sandbox to be had, and /dev/shm is small.
        browser = started.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


class Watched:
    """A browser context that notes its `requests`; `complaints` is what pages report or ask of others."""

    def __init__(self, browser: Browser, allowed: str, **options: Any) -> None:
        self.context: BrowserContext = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[tuple[str, str | None]] = []
        self._allowed = allowed
        self.page.on("console", lambda said: self._note(said.type, said.text))
        self.page.on("pageerror", lambda error: self._note("error", str(error)))
        self.context.on("request", lambda request: self._request(request.url, request.post_data))
        self.context.on("requestfailed", lambda request: self._failed(request.url))
        self.page.on("dialog", lambda dialog: self._note("error", f"dialog: {dialog.message}"))

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {text}")

    def _failed(self, url: str) -> None:
        # The icon is fetched when all else is there, and given up where the page is left before.
        if not url.endswith("/icon.svg"):
            self._note("error", f"failed: {url}")

    def _request(self, url: str, sent: str | None) -> None:
        self.requests.append((url, sent))
        if not url.startswith((self._allowed, "data:", "blob:")):
            self.complaints.append(f"{self.page.url} asks {url}")

    def close(self) -> None:
        """Close the context; fails where there was a complaint."""
        self.context.close()
        assert not self.complaints, self.complaints[:5]


def axe_source() -> str:
    """The rules of axe-core; skips the test where they are not installed."""
    package = pytest.importorskip(
        "axe_playwright_python", reason="no axe-core (pip install axe-playwright-python)"
    )
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
