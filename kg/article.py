"""The record that enters: one published text, or the reason why there is none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """One published text.

    ``text`` is exactly what was published: nothing later changes it, and every offset in the system is an
    index into it (code points, end exclusive). Offsets of statements on the headline index ``title``.
    """

    text: str
    id: str  #: as the source gave it; else made from the content by :func:`content_id`
    outlet: str | None = None  #: the name under which the source knows the outlet
    url: str | None = None
    title: str | None = None
    published: str | None = None  #: ISO 8601; of unknown precision a prefix: ``2025``, ``2025-11``
    lang: str | None = None  #: BCP 47, such as ``ar``; None where the source does not say

    @property
    def text_hash(self) -> str:
        """SHA-256 of the text in UTF-8, hexadecimal: equal texts are equal everywhere."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Rejected:
    """One item of a source that is no article, and why; it costs only itself."""

    where: str  #: place such as ``articles.jsonl:17``
    reason: str  #: one line: what was wanted, what came, what to do


def content_id(*parts: str | None) -> str:
    """Make an identifier from content: the same input gives the same 16 hexadecimal digits on any machine."""
    joined = "\x1f".join(part or "" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]
