"""Pages that add and change a client: facts, contact, alerts, risk, status, people."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_login import login_required

from webapp.database import current_session
from webapp.domain.ids import new_id, parse_id
from webapp.domain.seen import Seen
from webapp.forms import client_words
from webapp.forms.base import TendForm
from webapp.forms.clients import (
    AlertForm,
    ClientForm,
    ContactPointForm,
    EditClientForm,
    EditContactPointForm,
    EndAlertForm,
)
from webapp.services import access, alerts, client_edits, clients, contact_points, duplicates
from webapp.services import programs as program_choices
from webapp.services.audit import record
from webapp.services.clashes import EditClash
from webapp.services.contact_points import safe_contact_line
from webapp.services.errors import NotFound
from webapp.views import rendering
from webapp.views.actions import sent_fields, shows_again
from webapp.views.identity import current_actor, now

bp = Blueprint("client_editing", __name__)

#: Facts in the fold of the form to add somebody; it stands open when one of them has a problem.
FOLDED = frozenset(
    {
        "legal_name",
        "other_names",
        "pronouns",
        "birth_date_quality",
        "address",
        "referral_source",
        "phone_label",
        "worker_id",
    }
)


@bp.get("/clients/new")
@login_required
def new() -> Response:
    """The form to add somebody; ``name`` fills in what was searched for."""
    form = ClientForm(formdata=None, data={"name_used": request.args.get("name", "")[:200]})
    return _new_page(form, may_be_packed=not request.args)


def new_client_page() -> Response:
    """Return the empty form, as a phone carries it."""
    return _new_page(ClientForm(formdata=None), may_be_packed=True)


@bp.get("/clients/check")
@login_required
def check() -> Response:
    """Who may be here already: a part for the live check, else the form with the answer."""
    form = ClientForm.read({name: text for name, text in request.args.items() if text})
    form.validate()
    found = _alike(form) if form.data.get("name_used") else []
    if rendering.asks_for_part():
        return rendering.part("clients_editing/_alike.html", alike=found, asked=True)
    for field in form:
        field.errors = []
    return _new_page(form, alike=found, asked=True)


def _alike(form: TendForm) -> list[duplicates.Duplicate]:
    """Look for people like the one typed; what was shown of others leaves a trace."""
    facts = clients.facts_of(form.data)
    found = duplicates.find(current_session(), current_actor(), facts)
    if found:
        shown = [str(one.client_id) for one in found]
        record(
            current_session(), current_actor(), "check_new_client", now(), details={"shown": shown}
        )
    return found


@shows_again("add_client")
def new_again(form: TendForm, fields: dict[str, Any]) -> Response:
    """Show the form again with its problems and, when asked to look first, who is alike."""
    asked = bool(form.errors.get("is_somebody_new"))
    return _new_page(form, status=422, alike=_alike(form) if asked else [], asked=asked)


def _new_page(
    form: TendForm,
    *,
    status: int = 200,
    may_be_packed: bool = False,
    alike: list[duplicates.Duplicate] | None = None,
    asked: bool = False,
) -> Response:
    session, actor = current_session(), current_actor()
    people = access.assignable_people(session, actor) if actor.role != "worker" else []
    return rendering.page(
        "clients_editing/new.html",
        status=status,
        may_be_packed=may_be_packed,
        form=form,
        programs=program_choices.choices(session, actor),
        people=people,
        languages=client_words.language_choices(form.data.get("languages") or ()),
        alike=alike or [],
        asked=asked,
        fold_open=bool(FOLDED & set(form.errors)),
        ids={name: form.data.get(name) or new_id() for name in ("client_id", "case_id")},
    )


@bp.get("/clients/<uuid:client_id>/edit")
@login_required
def edit(client_id: UUID) -> Response:
    """The form that changes a client's facts."""
    found = client_edits.edit_page(current_session(), current_actor(), client_id, now())
    return _edit_page(found, _edit_form(found.values))


def _edit_form(values: Mapping[str, str]) -> EditClientForm:
    born = values["birth_date"]
    return EditClientForm(
        formdata=None,
        data={
            **values,
            "birth_date": date.fromisoformat(born) if born else None,
            "languages": [code for code in values["languages"].split(",") if code],
            "needs_interpreter": bool(values["needs_interpreter"]),
            "has_no_fixed_address": bool(values["has_no_fixed_address"]),
            **{f"base_{name}": Seen(text) for name, text in values.items()},
        },
    )


@shows_again("edit_client")
def edit_again(form: TendForm, fields: dict[str, Any]) -> Response:
    """Show the facts again with their problems; what was typed stays."""
    found = client_edits.edit_page(
        current_session(), current_actor(), _id_in(fields, "client_id"), now()
    )
    return _edit_page(found, form, status=422)


def _edit_page(
    found: client_edits.EditPage,
    form: TendForm,
    *,
    status: int = 200,
    clashes: Mapping[str, str] | None = None,
) -> Response:
    return rendering.page(
        "clients_editing/edit.html",
        status=status,
        form=form,
        client=found.client,
        alike=found.possible_duplicates,
        may_manage=found.may_manage,
        languages=client_words.language_choices(form.data.get("languages") or ()),
        clashes=clashes or {},
        **_first(found.client),
    )


@bp.get("/clients/<uuid:client_id>/contact")
@login_required
def contact(client_id: UUID) -> Response:
    """A client's phones and other ways, with what is safe at each."""
    return _contact_page(client_id)


def _contact_page(
    client_id: UUID,
    form: TendForm | None = None,
    *,
    status: int = 200,
    clashes: Mapping[str, str] | None = None,
) -> Response:
    """``form``: the one that had a problem; its contact point stands open."""
    session, actor = current_session(), current_actor()
    found = access.read_client(session, actor, client_id, now(), why="contact")
    points = contact_points.points_of(session, client_id)
    opened = form.data.get("contact_id") if isinstance(form, EditContactPointForm) else None
    if opened is None:
        opened = parse_id(request.args.get("change", ""))
    point = next((one for one in points if one.id == opened), None)
    if point is not None and not isinstance(form, EditContactPointForm):
        form = _point_form(contact_points.values_of(point))
    return rendering.page(
        "clients_editing/contact.html",
        status=status,
        client=found.client,
        may_write=found.may_read_notes,
        points=points,
        point=point,
        form=form or ContactPointForm(formdata=None),
        clashes=clashes or {},
        **_first(found.client),
    )


def _point_form(values: Mapping[str, str]) -> EditContactPointForm:
    answers = {"yes": True, "no": False}
    return EditContactPointForm(
        formdata=None,
        data={
            **values,
            **{name: answers.get(values[name]) for name in contact_points.SAFETY[:3]},
            "is_preferred": bool(values["is_preferred"]),
            **{f"base_{name}": Seen(text) for name, text in values.items()},
        },
    )


@shows_again("add_contact_point")
def contact_again(form: TendForm, fields: dict[str, Any]) -> Response:
    """Show the ways to reach a client again, with the new one's problems."""
    return _contact_page(_id_in(fields, "client_id"), form, status=422)


@shows_again("edit_contact_point")
def point_again(form: TendForm, fields: dict[str, Any]) -> Response:
    """Show the ways to reach a client again, with the changed one's problems."""
    point = contact_points.point_for(
        current_session(), current_actor(), _id_in(fields, "contact_id")
    )
    return _contact_page(point.client_id, form, status=422)


@bp.get("/clients/<uuid:client_id>/alerts")
@login_required
def alerts_page(client_id: UUID) -> Response:
    """A client's alerts, those that stand and those that are over."""
    return _alerts_page(client_id)


def _alerts_page(client_id: UUID, form: TendForm | None = None, *, status: int = 200) -> Response:
    session, actor = current_session(), current_actor()
    found = access.read_client(session, actor, client_id, now(), why="alerts")
    rows = alerts.alerts_of(session, client_id)
    return rendering.page(
        "clients_editing/alerts.html",
        status=status,
        client=found.client,
        may_write=found.may_read_notes,
        standing=[row for row in rows if row[0].ended_at is None],
        over=[row for row in rows if row[0].ended_at is not None],
        form=form if isinstance(form, AlertForm) else AlertForm(formdata=None),
        end_form=form if isinstance(form, EndAlertForm) else None,
    )


@shows_again("add_alert")
def alerts_again(form: TendForm, fields: dict[str, Any]) -> Response:
    """Show the alerts again with the new one's problems."""
    return _alerts_page(_id_in(fields, "client_id"), form, status=422)


@shows_again("end_alert")
def end_alert_again(form: TendForm, fields: dict[str, Any]) -> Response:
    """Show the alerts again: a reason is missing."""
    client_id = alerts.client_of(current_session(), current_actor(), _id_in(fields, "alert_id"))
    return _alerts_page(client_id, form, status=422)


@bp.app_errorhandler(EditClash)
def clashed(clash: EditClash) -> Response:
    """Show the form again with what the others wrote; saving once more keeps one's own."""
    fields = sent_fields()
    show = _CLASHES.get(request.path.removeprefix("/actions/"))
    if show is None:
        return rendering.page("errors/conflict.html", status=409, clashes=clash.clashes)
    theirs = {
        one.field: client_words.shown(one.field, one.theirs) or _("Empty") for one in clash.clashes
    }
    return show(fields, theirs)


def _edit_clashed(fields: dict[str, Any], theirs: dict[str, str]) -> Response:
    found = client_edits.edit_page(
        current_session(), current_actor(), _id_in(fields, "client_id"), now()
    )
    form = EditClientForm.read(fields)
    for name, text in found.values.items():
        form[f"base_{name}"].data = Seen(text)
    return _edit_page(found, form, status=409, clashes=theirs)


def _point_clashed(fields: dict[str, Any], theirs: dict[str, str]) -> Response:
    point = contact_points.point_for(
        current_session(), current_actor(), _id_in(fields, "contact_id")
    )
    form = EditContactPointForm.read(fields)
    for name, text in contact_points.values_of(point).items():
        form[f"base_{name}"].data = Seen(text)
    return _contact_page(point.client_id, form, status=409, clashes=theirs)


_CLASHES: dict[str, Callable[[dict[str, Any], dict[str, str]], Response]] = {
    "edit_client": _edit_clashed,
    "edit_contact_point": _point_clashed,
}


def shows_clash(name: str, show: Callable[[dict[str, Any], dict[str, str]], Response]) -> None:
    """Name the function that shows an action's form again after a clash."""
    _CLASHES[name] = show


def _first(client: Any) -> dict[str, Any]:
    """Return what stands before an address or a phone: alerts and what is safe."""
    session = current_session()
    points = contact_points.points_of(session, client.id)
    safe = safe_contact_line(client, points)
    return {
        "warnings": alerts.standing(session, client.id),
        "safe": client_words.safe_contact_sentence(safe),
        "is_unsafe": safe.is_unsafe,
        "point_safety": client_words.point_safety,
        "point_kinds": client_words.POINT_KINDS,
    }


def _id_in(fields: Mapping[str, Any], name: str) -> UUID:
    found = parse_id(str(fields.get(name, "")))
    if found is None:
        raise NotFound
    return found
