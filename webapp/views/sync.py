"""The second door: what a phone fetches for its pack and delivers from its outbox."""

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from flask_babel import gettext as _
from flask_login import login_required
from marshmallow import ValidationError

from webapp import actions
from webapp.actions import InvalidForm
from webapp.database import current_session
from webapp.domain.ids import parse_id
from webapp.domain.people import Actor
from webapp.schemas.sync import LONGEST_ENTRY, MOST_ENTRIES, EnrolSchema, PagesSchema
from webapp.services import delivery, pack, server_keys
from webapp.services.delivery import Answer, CannotTake, Op
from webapp.services.errors import Conflict, NotFound, NotYet, Refused
from webapp.services.receipts import Entry, ReusedId, SomebodyElses
from webapp.services.server_keys import KeyRing
from webapp.views import client_editing, clients, headers, households, notes, shell, today
from webapp.views import settings as settings_pages
from webapp.views.identity import current_actor, now, settings

bp = Blueprint("sync", __name__, url_prefix="/sync")

NDJSON = "application/x-ndjson"
LONGEST_DELIVERY = 3_500_000


class BadRequest(Exception):
    """A request no phone of ours would send."""


@bp.errorhandler(BadRequest)
def bad_request(error: BadRequest) -> Response:
    answer = jsonify({"error": "bad_request", "message": str(error)})
    answer.status_code = 400
    return answer


@bp.before_request
def only_from_phones() -> None:
    """Ask for the device header: a foreign page cannot send it."""
    if parse_id(request.headers.get("X-Tend-Device", "")) is None:
        raise BadRequest("X-Tend-Device is missing")


def _device_id() -> UUID:
    found = parse_id(request.headers["X-Tend-Device"])
    assert found is not None
    return found


def _on_own_device() -> Actor:
    """Return the actor on this device, which must be an enrolment of theirs."""
    actor = delivery.on_device(current_session(), current_actor(), _device_id())
    if actor.device_id is None:
        raise Refused(_("This phone is not set up for you. Sign in again on it."))
    return actor


@bp.post("/enrol")
@login_required
def enrol() -> Response:
    """Make this browser known as one of the person's devices."""
    try:
        asked = EnrolSchema().loads(request.get_data())
    except (ValidationError, ValueError, RecursionError) as error:
        raise BadRequest(str(error)) from error
    session, actor = current_session(), current_actor()
    fields = {"device_id": str(asked["device_id"]), "label": asked["label"]}
    actions.perform(session, "enrol_device", fields, actor, now())
    key = server_keys.current_key(session, settings().secret_key, now())
    return jsonify(
        {
            "device_id": str(asked["device_id"]),
            "user_id": str(actor.user_id),
            "name": actor.name,
            "kid": key.kid,
            "public_key": key.public_key,
            "server_time": now().isoformat(),
        }
    )


@bp.get("/manifest")
@login_required
def manifest() -> Response:
    """List every page this person may carry; what is not listed is to be dropped."""
    actor = _on_own_device()
    version = shell.version(current_app)
    found = pack.pages(current_session(), actor, now(), version)
    cursor = pack.cursor(found)
    if request.args.get("since") == cursor:
        return jsonify({"unchanged": True, "cursor": cursor, "server_time": now().isoformat()})
    return jsonify(
        {
            "cursor": cursor,
            "pages": [{"url": one.url, "etag": one.etag, "kind": one.kind} for one in found],
            "server_time": now().isoformat(),
            "shell_version": version,
            "user_id": str(actor.user_id),
            "wipe": False,
        }
    )


@bp.post("/pages")
@login_required
def pages() -> Response:
    """Return pages for the pack, each checked anew for whether it may be seen."""
    actor = _on_own_device()
    try:
        asked = PagesSchema().loads(request.get_data())
    except (ValidationError, ValueError, RecursionError) as error:
        raise BadRequest(str(error)) from error
    tags = {
        one.url: one.etag
        for one in pack.pages(current_session(), actor, now(), shell.version(current_app))
    }
    return _lines([_page_line(actor, url, tags.get(url)) for url in asked["urls"]])


def _page_line(actor: Actor, url: str, etag: str | None) -> dict[str, Any]:
    if etag is None:
        return {"url": url, "status": 404}
    try:
        response = _render(actor, url)
    except NotFound:
        return {"url": url, "status": 404}
    except Exception:
        # One page that breaks us must not keep the others from the phone.
        current_app.logger.exception("a page of the pack failed")
        return {"url": url, "status": 500}
    html = response.get_data(as_text=True)
    return {"url": url, "status": 200, "etag": etag, "csp": headers.CSP, "html": html}


def _render(actor: Actor, url: str) -> Response:
    path = urlsplit(url).path
    fixed = {
        "/today": lambda: today.today_page(actor),
        "/clients": lambda: clients.caseload_page(actor, {"show": "all"}),
        "/note": lambda: notes.note_form_page(actor, None, None, is_carried=True),
        "/clients/new": lambda: client_editing.new_client_page(),
        "/more": lambda: settings_pages.more_page(),
    }
    if path in fixed:
        return fixed[path]()
    area, _slash, text = path.strip("/").partition("/")
    found = parse_id(text)
    if found is None:
        raise NotFound
    if area == "clients":
        return clients.client_page_of(actor, found, is_carried=True)
    if area == "households":
        return households.household_page(found)
    raise NotFound


@bp.post("/ops")
@login_required
def ops() -> Response:
    """Take a delivery of sealed entries; each is answered on its own line."""
    actor = delivery.on_device(current_session(), current_actor(), _device_id())
    if (request.content_length or 0) > LONGEST_DELIVERY:
        return _too_large()
    lines = [line for line in request.get_data(as_text=True).split("\n") if line.strip()]
    if len(lines) > MOST_ENTRIES:
        return _too_large()
    session = current_session()
    ring = KeyRing(session, settings().secret_key)
    held: set[str] = set()
    answers = [_take(line, ring, actor, held) for line in lines]
    if actor.device_id is not None:
        delivery.note_delivery(session, actor.device_id, now(), _sent_at())
    response = _lines([answer.as_json() for answer in answers])
    response.headers["X-Outbox-Ack"] = ",".join(one.ack for one in answers if one.ack)
    return response


def _too_large() -> Response:
    answer = jsonify({"error": "too_large", "most_entries": MOST_ENTRIES})
    answer.status_code = 413
    return answer


def _sent_at() -> datetime | None:
    try:
        moment = datetime.fromisoformat(request.headers.get("X-Tend-Sent-At", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _take(line: str, ring: KeyRing, actor: Actor, held: set[str]) -> Answer:
    """Answer one entry; ``held``: streams in which an earlier one must be sent again first."""
    if len(line) > LONGEST_ENTRY:
        return Answer(None, 413, "parked", message=_("This is too long to send."))
    try:
        op = delivery.open_entry(current_session(), line, ring, actor)
    except CannotTake as refusal:
        return refusal.answer
    answer = _answer_to(op, actor, is_held=op.stream in held)
    if answer.state == "retry":
        held.add(op.stream)
    return answer


def _answer_to(op: Op, actor: Actor, *, is_held: bool) -> Answer:
    op_id = str(op.op_id)
    if is_held or delivery.missing_parents(current_session(), op):
        return Answer(op_id, 425, "retry", message=_("This waits for an earlier entry."))
    try:
        return _perform(op, actor)
    except InvalidForm as invalid:
        errors = {name: [str(one) for one in some] for name, some in invalid.errors.items()}
        message = " ".join(one for some in errors.values() for one in some)
        return Answer(op_id, 422, "parked", message=message, errors=errors)
    except Conflict as conflict:
        errors = {
            clash.field: [str(clash.theirs or ""), str(clash.yours or "")]
            for clash in conflict.clashes
        }
        return Answer(op_id, 409, "conflict", message=conflict.message, errors=errors)
    except ReusedId:
        message = _("Another entry with this number was received before.")
        return Answer(op_id, 422, "parked", message=message)
    except SomebodyElses:
        return Answer(op_id, 403, "parked", message=_("This belongs to somebody else."))
    except Refused as refused:
        return Answer(op_id, 403, "parked", message=refused.message)
    except NotYet:
        return Answer(op_id, 425, "retry", message=_("This waits for an earlier entry."))
    except NotFound:
        message = _("This client is not on your caseload any more. Ask your supervisor.")
        return Answer(op_id, 404, "parked", message=message)
    except Exception:
        # One entry that breaks us must not hold up the others; it stays on the phone.
        current_app.logger.exception("an entry failed (action %s)", op.action)
        return Answer(
            op_id, 500, "retry", message=_("The server had a problem. It will be sent again.")
        )


def _perform(op: Op, actor: Actor) -> Answer:
    entry = Entry(op.op_id, "outbox", actor.device_id, op.seq, op.occurred_at)
    performed = actions.perform(
        current_session(), op.action, op.fields, actor, now(), entry=entry, came_by="outbox"
    )
    done = performed.done
    html = None
    if performed.action.partial and not performed.was_duplicate:
        html = render_template(performed.action.partial, **done.context)
    return Answer(
        str(op.op_id),
        200,
        "duplicate" if performed.was_duplicate else "applied",
        ack=str(op.op_id),
        duplicate=performed.was_duplicate,
        location=done.location,
        html=html,
    )


def _lines(rows: list[dict[str, Any]]) -> Response:
    text = "".join(
        json.dumps(row, separators=(",", ":"), ensure_ascii=False) + "\n" for row in rows
    )
    # Half a character of somebody's odd address must not cost the whole answer.
    return Response(text.encode("utf-8", "replace"), content_type=f"{NDJSON}; charset=utf-8")
