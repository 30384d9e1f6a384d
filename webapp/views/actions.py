"""The first door for changes: plain forms and htmx."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, redirect, request
from flask_login import current_user

from webapp import actions
from webapp.actions import InvalidForm, Performed
from webapp.database import current_session
from webapp.domain.ids import parse_id
from webapp.extensions import login_manager
from webapp.forms.base import TendForm
from webapp.services.receipts import Entry, ReusedId, SomebodyElses
from webapp.views import rendering
from webapp.views.identity import actor_or_none, now

bp = Blueprint("actions", __name__)

#: Pages that show their own form again when it was not valid: {action: renderer}.
Renderer = Callable[[TendForm, dict[str, Any]], Response]
RENDERERS: dict[str, Renderer] = {}
#: What a browser is given beside the page, such as a cookie: {action: finisher}.
Finisher = Callable[[Performed, Response], None]
FINISHERS: dict[str, Finisher] = {}


def shows_again(*names: str) -> Callable[[Renderer], Renderer]:
    """Mark a function that renders the page of an invalid form, with status 422."""

    def mark(renderer: Renderer) -> Renderer:
        for name in names:
            RENDERERS[name] = renderer
        return renderer

    return mark


def finishes(*names: str) -> Callable[[Finisher], Finisher]:
    """Mark a function that completes the answer after one of these actions was done."""

    def mark(finisher: Finisher) -> Finisher:
        for name in names:
            FINISHERS[name] = finisher
        return finisher

    return mark


@bp.post("/actions/<name>")
def act(name: str) -> Response:
    """Do one thing, once."""
    actor = actor_or_none()
    row = actions.TABLE.get(name)
    if actor is None and (row is None or row.who is not None):
        refusal: Response = login_manager.unauthorized()
        return refusal
    fields = sent_fields()
    entry = _entry(fields)
    try:
        performed = actions.perform(
            current_session(),
            name,
            fields,
            actor,
            now(),
            entry=entry,
            came_by="htmx" if rendering.asks_for_part() else "form",
        )
    except InvalidForm as invalid:
        return _show_again(invalid, fields)
    except (ReusedId, SomebodyElses):
        return rendering.page("errors/reused.html", status=422, sent=list(fields.items()))
    answer = _show(performed)
    if name in FINISHERS and not performed.was_duplicate:
        FINISHERS[name](performed, answer)
    return answer


def sent_fields() -> dict[str, Any]:
    """Return what the form sent: {name: text, or [texts] when there are several}."""
    return {
        name: values[0] if len(values) == 1 else values for name, values in request.form.lists()
    }


def _entry(fields: dict[str, Any]) -> Entry | None:
    op_id = parse_id(str(fields.get("op_id", "")))
    if op_id is None or not current_user.is_authenticated:
        return None
    came_by = "htmx" if rendering.asks_for_part() else "form"
    return Entry(op_id=op_id, came_by=came_by)


def _show(performed: Performed) -> Response:
    action, done = performed.action, performed.done
    if rendering.asks_for_part() and action.partial and not performed.was_duplicate:
        return rendering.part(action.partial, say=done.say, **done.context)
    location = safe_path(request.form.get("next")) or done.location or "/today"
    return go(location, done.say)


def go(location: str, say: str | None = None) -> Response:
    """Return a redirect to one of our pages that says one sentence there."""
    if say:
        path, _, anchor = location.partition("#")
        location = f"{path}{'&' if '?' in path else '?'}said={say}" + (
            f"#{anchor}" if anchor else ""
        )
    answer = redirect(location, 303)
    assert isinstance(answer, Response)
    return answer


def _show_again(invalid: InvalidForm, fields: dict[str, Any]) -> Response:
    for name, messages in invalid.errors.items():
        field = invalid.form._fields.get(name)
        if field is None:
            # A field we do not know has no place on the page but above the form.
            invalid.form.form_errors.extend(str(one) for one in messages)
        elif not field.errors:
            field.errors = [str(one) for one in messages]
    renderer = RENDERERS.get(invalid.action.name)
    if renderer is not None:
        return renderer(invalid.form, fields)
    raise invalid


def safe_path(text: str | None) -> str | None:
    """Return a path of ours, or None: nobody is sent to another site."""
    if not text or not text.startswith("/") or text.startswith(("//", "/\\")):
        return None
    return text if all(" " <= char != "\\" for char in text) and len(text) < 500 else None
