"""Phones: each one person's enrolment on one browser."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.domain.people import Actor
from webapp.models import Device, UserSession
from webapp.services.done import Done
from webapp.services.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One phone as its owner sees it."""

    id: UUID
    label: str
    enrolled_at: datetime
    last_sync_at: datetime | None
    is_this_one: bool


def enrol(session: Session, actor: Actor, device_id: UUID, label: str, now: datetime) -> Device:
    """Return the person's device, made or found again, and tie this session to it.

    A device belongs to one person for good; one that was forgotten stays forgotten, so that a
    lost phone cannot bring itself back.
    """
    device = session.get(Device, device_id)
    if device is None:
        device = Device(id=device_id, user_id=actor.user_id, label=label[:200], enrolled_at=now)
        session.add(device)
        session.flush()
    elif device.user_id != actor.user_id or device.revoked_at is not None:
        raise Refused(_l("This phone cannot be set up again under its old name."))
    elif label:
        device.label = label[:200]
    if actor.session_id is not None:
        session.execute(
            update(UserSession)
            .where(UserSession.id == actor.session_id, UserSession.user_id == actor.user_id)
            .values(device_id=device.id)
        )
    return device


def enrol_device(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Make a phone known to the server."""
    device = enrol(session, actor, fields["device_id"], fields["label"] or "", now)
    return Done(subject_id=device.id, location="/settings/phone", context={"device": device})


def list_devices(session: Session, actor: Actor) -> list[DeviceLine]:
    """Return the person's phones that are not forgotten, the latest synced first."""
    rows = session.scalars(
        select(Device)
        .where(Device.user_id == actor.user_id, Device.revoked_at.is_(None))
        .order_by(Device.enrolled_at.desc())
    ).all()
    lines = [
        DeviceLine(row.id, row.label, row.enrolled_at, row.last_sync_at, row.id == actor.device_id)
        for row in rows
    ]
    return sorted(lines, key=lambda line: line.last_sync_at or line.enrolled_at, reverse=True)


def forget_device(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Stop a phone from getting anything more, and sign it out unless it is the one in hand."""
    device = session.get(Device, fields["device_id"])
    if device is None or device.user_id != actor.user_id:
        raise NotFound
    if device.revoked_at is None:
        device.revoked_at = now
    session.execute(
        update(UserSession)
        .where(
            UserSession.user_id == actor.user_id,
            UserSession.device_id == device.id,
            UserSession.id != actor.session_id,
            UserSession.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    return Done(subject_id=device.id, location="/settings/phone", say="device_forgotten")
