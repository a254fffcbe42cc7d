"""How long lists are parted, and what becomes of a page that is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kg.errors import QawlError

T = TypeVar("T")


class MissingError(QawlError):
    """There is no page of that name."""


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """One part of a list; the pages of it are numbered from 1."""

    items: Sequence[T]
    number: int
    pages: int
    total: int


def parts(total: int, size: int) -> int:
    """Tell into how many parts a list is cut; an empty one has one."""
    return max(1, -(-total // size))


def piece(found: Sequence[T], number: int, size: int) -> Piece[T]:
    """Cut a part out of a list; MissingError for a number beyond its end."""
    pages = parts(len(found), size)
    if not 1 <= number <= pages:
        raise MissingError(f"no page {number}; there are {pages}")
    return Piece(found[(number - 1) * size : number * size], number, pages, len(found))
