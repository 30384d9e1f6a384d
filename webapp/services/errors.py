"""Why a verb did not do what was asked; ``views/errors.py`` maps these to statuses."""

from collections.abc import Mapping
from dataclasses import dataclass


class ServiceError(Exception):
    """A verb could not do what was asked."""


class NotFound(ServiceError):
    """There is no such thing, or it is not yours to see: one answer for both."""


class Refused(ServiceError):
    """You may not do this; the message says why and what to do."""

    def __init__(self, message: object) -> None:
        super().__init__(message)
        self.message = message


class Invalid(ServiceError):
    """What was sent cannot be used; messages by field."""

    def __init__(self, errors: Mapping[str, list[object]]) -> None:
        super().__init__(dict(errors))
        self.errors = dict(errors)


@dataclass(frozen=True)
class Clash:
    """One field that two people changed: what each of them wrote."""

    field: str
    yours: object
    theirs: object


class Conflict(ServiceError):
    """Somebody else changed the same fields meanwhile."""

    def __init__(self, message: object, clashes: list[Clash]) -> None:
        super().__init__(message)
        self.message = message
        self.clashes = clashes


class NotYet(ServiceError):
    """What this depends on has not arrived; send it again later."""
