"""Writing a note, and a note's own page."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from flask_login import login_required

from webapp.database import current_session
from webapp.domain.ids import parse_id
from webapp.domain.notes import SECTIONS, NoteState, NoteTemplate
from webapp.domain.people import Actor
from webapp.forms import words
from webapp.forms.base import TendForm
from webapp.forms.notes import (
    AddendumForm,
    CorrectionForm,
    NoteForm,
    NoteInErrorForm,
    section_field,
)
from webapp.services import access, audit, caseload
from webapp.services import notes as note_service
from webapp.services.errors import NotFound
from webapp.views import rendering
from webapp.views.actions import shows_again
from webapp.views.context import zone
from webapp.views.identity import current_actor, now

bp = Blueprint("notes", __name__)


@bp.get("/note")
@login_required
def note() -> Response:
    """The form for a new note, about somebody chosen or to be chosen."""
    template = request.args.get("template")
    return note_form_page(
        current_actor(), parse_id(request.args.get("client", "")), template, is_carried=False
    )


@bp.get("/notes/<uuid:note_id>")
@login_required
def one_note(note_id: UUID) -> Response:
    """One note with everything added to it."""
    return _note_page(note_id)


@bp.get("/notes/<uuid:note_id>/edit")
@login_required
def edit_note(note_id: UUID) -> Response:
    """A draft to go on with."""
    found = note_service.note_page(current_session(), current_actor(), note_id, now())
    if found.note.state is not NoteState.DRAFT:
        raise NotFound
    form = NoteForm(formdata=None, obj=found.note)
    form.occurred_at.data = found.note.occurred_at.astimezone(zone())
    form.risk_after.data = found.note.risk_after or ""
    for section, text in found.note.sections.items():
        form[f"section_{section}"].data = text
    return _form_page(form, current_actor(), found.note.client_id, draft=found.note)


def note_form_page(
    actor: Actor, client_id: UUID | None, template: str | None, *, is_carried: bool
) -> Response:
    """Return an empty note form."""
    form = NoteForm(formdata=None)
    form.occurred_at.data = now().astimezone(zone())
    if template in set(NoteTemplate):
        form.template.data = template
    form.client_id.data = client_id
    return _form_page(form, actor, client_id, may_be_packed=is_carried or not request.args)


def _form_page(
    form: NoteForm,
    actor: Actor,
    client_id: UUID | None,
    *,
    status: int = 200,
    may_be_packed: bool = False,
    draft: Any = None,
) -> Response:
    session = current_session()
    client = access.writable_client(session, actor, client_id) if client_id else None
    people = [] if client else _people(actor)
    if client is not None:
        details = {"page": "note_form"}
        audit.record(session, actor, "read_client", now(), client_id=client.id, details=details)
    else:
        details_of_list = {"found": len(people), "is_search": False}
        audit.record(session, actor, "read_caseload", now(), details=details_of_list)
    return rendering.page(
        "notes/form.html",
        status=status,
        may_be_packed=may_be_packed,
        form=form,
        client=client,
        people=people,
        draft=draft,
        sets=[
            (template.value, [form[section_field(section)] for section in sections])
            for template, sections in SECTIONS.items()
        ],
    )


def _people(actor: Actor) -> list[tuple[UUID, str]]:
    """Return whom a note may be about, the most pressing first."""
    found = caseload.load(current_session(), actor, now())
    return [(person.client_id, person.name) for person in found[:400]]


@shows_again("record_note", "revise_note")
def show_note_form_again(form: TendForm, fields: dict[str, Any]) -> Response:
    """Show the form as it was sent, with what is wrong."""
    assert isinstance(form, NoteForm)
    form = _with_every_section(form)
    actor = current_actor()
    client_id = form.client_id.data
    if client_id is not None:
        try:
            access.writable_client(current_session(), actor, client_id)
        except NotFound:
            client_id = None
    if form.occurred_at.data is not None:
        form.occurred_at.data = form.occurred_at.data.astimezone(zone())
        form.occurred_at.raw_data = None
    draft = None
    if "op_id" in fields and form.note_id.data and request.path.endswith("revise_note"):
        draft = note_service.note_for(current_session(), actor, form.note_id.data)
    return _form_page(form, actor, client_id, status=422, draft=draft)


def _with_every_section(sent: NoteForm) -> NoteForm:
    """Return what was sent with the sections of the other templates, for the page to choose."""
    whole = NoteForm(formdata=None)
    for name, field in sent._fields.items():
        whole._fields[name] = field
        setattr(whole, name, field)
    return whole


@shows_again("sign_note", "add_addendum", "correct_note", "mark_note_in_error")
def show_note_again(form: TendForm, _fields: dict[str, Any]) -> Response:
    """Show the note's page with the form that was not right."""
    note_id = form.data.get("note_id")
    if note_id is None:
        raise NotFound
    return _note_page(note_id, sent=form, status=422)


def _note_page(note_id: UUID, *, sent: TendForm | None = None, status: int = 200) -> Response:
    found = note_service.note_page(current_session(), current_actor(), note_id, now())
    forms: dict[str, TendForm] = {
        "addendum": AddendumForm(formdata=None),
        "correction": CorrectionForm(formdata=None),
        "in_error": NoteInErrorForm(formdata=None),
    }
    sections = []
    for section in SECTIONS[found.note.template]:
        original = found.note.sections.get(section.value)
        corrected = found.corrected.get(section.value)
        forms["correction"]._fields[section_field(section)].data = corrected or original
        if original or corrected:
            sections.append(
                {
                    "word": words.SECTIONS[section],
                    "field": section_field(section),
                    "text": original,
                    "corrected": corrected,
                }
            )
    for name, form in forms.items():
        if sent is not None and type(sent) is type(form):
            forms[name] = sent
    return rendering.page(
        "notes/note.html",
        status=status,
        page_of=found,
        note=found.note,
        sections=sections,
        forms=forms,
        correction_fields=[
            forms["correction"]._fields[section_field(section)]
            for section in SECTIONS[found.note.template]
        ],
    )
