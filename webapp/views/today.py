"""Today: the first page after signing in."""

from typing import Any

from flask import Blueprint, Response, redirect
from flask_login import current_user, login_required

from webapp.database import current_session
from webapp.domain.people import Actor
from webapp.services import audit
from webapp.services import today as today_service
from webapp.services.caseload import QUIET_DAYS
from webapp.services.today import DueTask, Today
from webapp.views import rendering
from webapp.views.identity import current_actor, now
from webapp.views.presenting import row_of, safe_sentence

bp = Blueprint("today", __name__)


@bp.get("/")
def home() -> Response:
    """Lead to where the day starts."""
    answer = redirect("/today" if current_user.is_authenticated else "/login")
    assert isinstance(answer, Response)
    return answer


@bp.get("/today")
@login_required
def today() -> Response:
    """Who comes next, what is due, what is not written yet."""
    return today_page(current_actor())


def today_page(actor: Actor) -> Response:
    """Return Today for this person."""
    session = current_session()
    found = today_service.load(session, actor, now())
    audit.record(session, actor, "read_today", now(), details={"clients": found.total})
    return rendering.page("today/today.html", may_be_packed=True, today=_view(found))


def _view(found: Today) -> dict[str, Any]:
    return {
        "date": found.on,
        "total": found.total,
        "next": _next(found),
        "needs": [row_of(person, found.on) for person in found.needs],
        "due": [_task(task, found) for task in found.due],
        "unwritten": found.unsigned,
        "quiet": found.quiet,
        "quiet_days": QUIET_DAYS,
    }


def _next(found: Today) -> dict[str, Any] | None:
    if found.next is None:
        return None
    step = found.next_step
    row = row_of(found.next, found.on, most=3)
    if step is not None:
        row.update(due_on=step.due_on, is_late=bool(step.due_on and step.due_on < found.on))
    contact = found.next_contact
    return {
        **row,
        "step": step.title if step else None,
        "safe_contact": safe_sentence(contact) if contact else None,
        "is_unsafe": bool(contact and contact.is_unsafe),
        # A number of somebody else is never one tap away: who answers is read first.
        "phone": contact.call.value
        if contact and contact.call and not contact.call.label
        else None,
    }


def _task(task: DueTask, found: Today) -> dict[str, Any]:
    return {
        "id": task.id,
        "title": task.title,
        "due_on": task.due_on,
        "is_late": bool(task.due_on and task.due_on < found.on),
        "client_name": task.client_name,
        "owner_name": None,
        "done_at": None,
    }
