"""A large invented agency, made in bulk, to measure with."""

from collections.abc import Callable
from dataclasses import dataclass


class NotEmpty(Exception):
    """The database holds an agency already."""


@dataclass(frozen=True)
class Size:
    """How large the agency is; the same seed gives the same agency."""

    workers: int
    clients: int
    notes: int
    tasks: int
    seed: int


def seed_agency(url: str, size: Size, tell: Callable[[str], None]) -> str:
    """Fill an empty database."""
    raise NotImplementedError
