"""Intake: a file, stdin or a web page as a Document, and what became of the pages that claims came from.

Text is canonical (UTF-8, NFC, LF); `byte_span` leads from its code points back to the bytes of the file.
What a source does not say of itself (date, publisher, title) stays None.  Nothing is fetched unasked.
"""

from __future__ import annotations

from kg.intake.offsets import Offsets, byte_span
from kg.intake.source import Reading, is_url, read_document, read_local, read_url

__all__ = ["Offsets", "Reading", "byte_span", "is_url", "read_document", "read_local", "read_url"]
