"""Safety alerts: added with a reason and a review day, ended with a reason, never deleted."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.alerts import ALERT_REVIEW_DAYS, AlertKind
from webapp.domain.people import Actor
from webapp.models import Alert, User
from webapp.services import access, receipts
from webapp.services.days import local_day
from webapp.services.done import Done
from webapp.services.errors import Invalid, NotFound
from webapp.services.summary import touch


def alerts_of(session: Session, client_id: UUID) -> list[tuple[Alert, str | None]]:
    """Return (alert, author) of the client: those that stand first, then those ended."""
    query = (
        select(Alert, User.name)
        .outerjoin(User, User.id == Alert.author_id)
        .where(Alert.client_id == client_id)
        .order_by(Alert.ended_at.is_not(None), Alert.started_on.desc(), Alert.id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def standing(session: Session, client_id: UUID) -> list[Alert]:
    """Return the alerts that stand, the oldest first."""
    query = select(Alert).where(Alert.client_id == client_id, Alert.ended_at.is_(None))
    return list(session.scalars(query.order_by(Alert.started_on, Alert.id)))


def client_of(session: Session, actor: Actor, alert_id: UUID) -> UUID:
    """Return whose alert this is, when this person may see it."""
    alert = session.get(Alert, alert_id)
    if alert is None:
        raise NotFound
    return access.client_for(session, actor, alert.client_id).client.id


def add_alert(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Add an alert; without a review day it is reviewed after the longest time allowed."""
    client = access.writable_client(session, actor, fields["client_id"])
    if session.get(Alert, fields["alert_id"]) is not None:
        raise receipts.ReusedId
    on = local_day(actor, fields["written_at"])
    alert = Alert(
        id=fields["alert_id"],
        client_id=client.id,
        kind=AlertKind(fields["kind"]),
        text=fields["text"],
        source=fields.get("source"),
        author_id=actor.user_id,
        started_on=on,
        review_on=_review_day(fields.get("review_on"), on),
    )
    session.add(alert)
    touch(session, [client.id])
    return _done(alert, "alert_added")


def end_alert(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """End an alert, with a reason; ended twice is ended, and the first reason stands."""
    alert = session.get(Alert, fields["alert_id"])
    if alert is None:
        raise NotFound
    access.writable_client(session, actor, alert.client_id)
    if alert.ended_at is None:
        alert.ended_at = fields["written_at"]
        alert.ended_by = actor.user_id
        alert.end_reason = fields["reason"]
        touch(session, [alert.client_id])
    return _done(alert, "alert_ended")


def _review_day(asked: date | None, on: date) -> date:
    longest = on + timedelta(days=ALERT_REVIEW_DAYS)
    if asked is None:
        return longest
    if not on <= asked <= longest:
        message = _l("Choose a day within the next %(days)s days.", days=ALERT_REVIEW_DAYS)
        raise Invalid({"review_on": [message]})
    return asked


def _done(alert: Alert, say: str) -> Done:
    return Done(
        client_id=alert.client_id,
        subject_id=alert.id,
        location=f"/clients/{alert.client_id}/alerts",
        say=say,
        details={"kind": alert.kind.value},
    )
