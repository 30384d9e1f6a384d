"""Ways to reach a client, and what is safe at each."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.domain.contacts import PhoneKind
from webapp.domain.merge import Edit, merge_fields
from webapp.domain.people import Actor
from webapp.domain.phones import is_plausible
from webapp.domain.safe_contact import SafeContact, safe_contact
from webapp.models import Client, ContactPoint
from webapp.services import access, clients, receipts
from webapp.services.clashes import EditClash
from webapp.services.done import Done
from webapp.services.errors import Clash, Invalid, NotFound
from webapp.services.summary import touch

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
#: What is safe is decided together: a "yes" of one person beside a "no" of another can hurt.
SAFETY = ("safe_to_call", "safe_to_text", "safe_for_voicemail", "best_times")
_COLUMNS = {
    "kind": "kind",
    "value": "value",
    "label": "label",
    "safe_to_call": "is_safe_to_call",
    "safe_to_text": "is_safe_to_text",
    "safe_for_voicemail": "is_safe_for_voicemail",
    "best_times": "best_times",
    "is_preferred": "is_preferred",
}


def safe_contact_line(client: Client, points: Iterable[ContactPoint]) -> SafeContact:
    """Return what must be read before any call button is pressed."""
    return safe_contact(
        client.safe_contact, [point for point in points if point.removed_at is None]
    )


def points_of(session: Session, client_id: UUID) -> list[ContactPoint]:
    """Return the client's ways to be reached, those removed left out."""
    query = select(ContactPoint).where(
        ContactPoint.client_id == client_id, ContactPoint.removed_at.is_(None)
    )
    return list(session.scalars(query.order_by(ContactPoint.id)))


def point_for(session: Session, actor: Actor, contact_id: UUID) -> ContactPoint:
    """Return a contact point of a client this person may write, else raise ``NotFound``."""
    point = session.get(ContactPoint, contact_id)
    if point is None:
        raise NotFound
    access.writable_client(session, actor, point.client_id)
    return point


def add_contact_point(
    session: Session, actor: Actor, fields: dict[str, Any], now: datetime
) -> Done:
    """Add a way to reach the client, with what is safe there."""
    client = access.writable_client(session, actor, fields["client_id"])
    if session.get(ContactPoint, fields["contact_id"]) is not None:
        raise receipts.ReusedId
    _check_value(PhoneKind(fields["kind"]), fields["value"])
    point = ContactPoint(
        id=fields["contact_id"],
        client_id=client.id,
        **{column: _stored(name, fields.get(name)) for name, column in _COLUMNS.items()},
    )
    session.add(point)
    return _changed(session, point, "contact_added")


def edit_contact_point(
    session: Session, actor: Actor, fields: dict[str, Any], now: datetime
) -> Done:
    """Change a contact point; what is safe there is never half overwritten."""
    point = point_for(session, actor, fields["contact_id"])
    if point.removed_at is not None:
        raise NotFound
    edits = {
        name: Edit(seen.text, as_text(name, fields.get(name)))
        for name in _COLUMNS
        if (seen := fields.get(f"base_{name}")) is not None
    }
    if not edits:
        raise Invalid({"value": [_l("This page is incomplete. Load it again.")]})
    result = merge_fields(edits, values_of(point), SAFETY)
    if result.clashes:
        raise EditClash(
            _l("Somebody else changed this while you were writing."),
            [Clash(name, one.yours, one.theirs) for name, one in result.clashes.items()],
        )
    for name, value in result.applied.items():
        setattr(point, _COLUMNS[name], _from_text(name, str(value or "")))
    _check_value(point.kind, point.value)
    return _changed(session, point, "contact_changed", fields=sorted(result.applied))


def remove_contact_point(
    session: Session, actor: Actor, fields: dict[str, Any], now: datetime
) -> Done:
    """Take a contact point away from the pages; the row stays. Removed twice is removed."""
    point = point_for(session, actor, fields["contact_id"])
    if point.removed_at is None:
        point.removed_at = fields["written_at"]
        point.is_preferred = False
    return _changed(session, point, "contact_removed")


def values_of(point: ContactPoint) -> dict[str, str]:
    """Return a contact point the way its form writes it: what edits are compared with."""
    return {name: as_text(name, getattr(point, column)) for name, column in _COLUMNS.items()}


def as_text(name: str, value: Any) -> str:
    """Return one fact as the form writes it."""
    if name == "is_preferred":
        return "y" if value else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value or "")


def _from_text(name: str, text: str) -> Any:
    if name == "is_preferred":
        return text == "y"
    if name.startswith("safe_"):
        return {"yes": True, "no": False}.get(text)
    return PhoneKind(text) if name == "kind" else text or None


def _stored(name: str, value: Any) -> Any:
    if name == "kind":
        return PhoneKind(value)
    return bool(value) if name == "is_preferred" else value


def _check_value(kind: PhoneKind, value: str | None) -> None:
    message = None
    if not value:
        message = _l("Enter a number, an address or another way to reach this person.")
    elif kind is PhoneKind.PHONE and not is_plausible(value):
        message = _l("Enter a phone number with 7 to 15 digits, like 555 201 4477.")
    elif kind is PhoneKind.EMAIL and not _MAIL.fullmatch(value):
        message = _l("Enter an email address like name@example.org.")
    if message is not None:
        raise Invalid({"value": [message]})


def _changed(session: Session, point: ContactPoint, say: str, **details: Any) -> Done:
    session.flush()
    if point.is_preferred:
        session.execute(
            update(ContactPoint)
            .where(ContactPoint.client_id == point.client_id, ContactPoint.id != point.id)
            .values(is_preferred=False)
        )
    clients.index_names(session, point.client_id)
    touch(session, [point.client_id])
    return Done(
        client_id=point.client_id,
        subject_id=point.id,
        location=f"/clients/{point.client_id}/contact",
        say=say,
        details=details,
    )
