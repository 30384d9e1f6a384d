"""What is safe when reaching out to a client: read before any call button.

A message left at the wrong number can put somebody in danger, so "nobody asked" is never taken
for "yes": a way is unsafe when it is known to be, unknown until somebody asked, and safe only
when the client said so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from webapp.domain.contacts import PhoneKind


class Point(Protocol):
    """What is asked of a contact point; each answer is yes, no, or None for not known."""

    @property
    def kind(self) -> PhoneKind: ...
    @property
    def value(self) -> str: ...
    @property
    def label(self) -> str | None: ...
    @property
    def is_safe_to_call(self) -> bool | None: ...
    @property
    def is_safe_to_text(self) -> bool | None: ...
    @property
    def is_safe_for_voicemail(self) -> bool | None: ...
    @property
    def best_times(self) -> str | None: ...
    @property
    def is_preferred(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class SafeContact:
    """The client's own words first, then what is known of each way to reach them."""

    #: "Call only, after 18:00. No voicemail."
    sentence: str | None
    #: Every way, the preferred first, then those safe to call.
    points: tuple[Point, ...]
    #: The number a call button may use; None when there is none that is not known to be unsafe.
    call: Point | None
    #: Something here is known to be unsafe.
    is_unsafe: bool
    #: Nobody has asked yet what is safe.
    is_unknown: bool


def safe_contact(sentence: str | None, points: Iterable[Point]) -> SafeContact:
    """Return what must be read before anybody reaches out."""
    ordered = tuple(sorted(points, key=_place))
    known = [answer for point in ordered for answer in answers(point) if answer is not None]
    phones = (point for point in ordered if point.kind is PhoneKind.PHONE)
    return SafeContact(
        sentence=sentence or None,
        points=ordered,
        call=next((point for point in phones if point.is_safe_to_call is not False), None),
        is_unsafe=False in known,
        is_unknown=not sentence and not known,
    )


def answers(point: Point) -> tuple[bool | None, bool | None, bool | None]:
    """Return what was said of calls, texts and voicemail at this point."""
    return point.is_safe_to_call, point.is_safe_to_text, point.is_safe_for_voicemail


def _place(point: Point) -> tuple[bool, int, str]:
    safety = {True: 0, None: 1, False: 2}[point.is_safe_to_call]
    # An unsafe number never comes first, whatever was once preferred.
    return not point.is_preferred or safety == 2, safety, point.value
