"""Notes: recorded, signed, added to; a signed note is never changed and nothing is deleted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import SelectBase, Uuid, bindparam, exists, select
from sqlalchemy.orm import Session

from webapp.domain.cases import ENDED_STATUSES, RiskLevel
from webapp.domain.contacts import ContactMethod, ContactOutcome
from webapp.domain.documentation import Lateness, check_occurrence, lateness
from webapp.domain.ids import new_id
from webapp.domain.notes import SECTIONS, AmendmentKind, NoteState, NoteTemplate
from webapp.domain.people import Actor
from webapp.domain.reasons import ReasonCode
from webapp.models import Amendment, Assignment, Case, Note, User
from webapp.services import access, risk, tasks
from webapp.services.done import Done
from webapp.services.errors import Invalid, NotFound, Refused
from webapp.services.prepared import ME, THE_CLIENT, Prepared
from webapp.services.summary import touch


def record_note(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Record a note of a contact, with its next step and risk; sign it unless kept as a draft."""
    client = access.writable_client(session, actor, fields["client_id"])
    _refuse_used_id(session, fields["note_id"])
    note = Note(
        id=fields["note_id"],
        client_id=client.id,
        case_id=_case_of_note(session, actor, client.id, fields.get("case_id")),
        author_id=actor.user_id,
        state=NoteState.DRAFT,
        recorded_at=now,
        written_at=fields["written_at"],
        device_id=actor.device_id,
        **_facts(fields, now),
    )
    signed = fields.get("sign") != "0"
    if signed:
        _sign(note, fields.get("late_reason"), fields["written_at"])
    session.add(note)
    session.flush()
    _follow_up(session, actor, note, fields, now)
    touch(session, [client.id])
    return _done(note, actor, "note_saved" if signed else "draft_saved")


def revise_note(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Replace what a draft says; only its author, only before signing."""
    note = _own_draft(session, actor, fields["note_id"])
    judged = note.risk_after
    for name, value in _facts(fields, now).items():
        setattr(note, name, value)
    note.written_at = fields["written_at"]
    _follow_up(session, actor, note, fields, now, judged=judged)
    signed = fields.get("sign") != "0"
    if signed:
        _sign(note, fields.get("late_reason"), fields["written_at"])
    touch(session, [note.client_id])
    return _done(note, actor, "note_signed" if signed else "draft_saved")


def sign_note(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Sign a draft: from here on it is locked."""
    note = note_for(session, actor, fields["note_id"])
    if note.author_id != actor.user_id:
        raise NotFound
    if note.state is NoteState.DRAFT:
        _sign(note, fields.get("late_reason"), fields["written_at"])
        touch(session, [note.client_id])
    return _done(note, actor, "note_signed")


def add_addendum(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Add something to a signed note."""
    note = _signed_note(session, actor, fields["note_id"])
    _amend(session, actor, note, AmendmentKind.ADDENDUM, fields, now, text=fields["text"])
    return _done(note, actor, "addendum_added")


def correct_note(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Say what a signed note should have said; the original stays visible, struck through."""
    note = _signed_note(session, actor, fields["note_id"])
    if note.author_id != actor.user_id:
        raise Refused(_l("Only the author can correct a note. Add an addendum instead."))
    changed = {
        name: text
        for name, text in _section_texts(note.template, fields).items()
        if text != note.sections.get(name, "")
    }
    if not changed:
        raise Invalid({"reason": [_l("Nothing was changed. Correct at least one part.")]})
    _amend(session, actor, note, AmendmentKind.CORRECTION, fields, now, sections=changed)
    return _done(note, actor, "correction_added")


def mark_note_in_error(
    session: Session, actor: Actor, fields: dict[str, Any], now: datetime
) -> Done:
    """Take a note out of the normal view, with a reason; it is kept.

    The author or a supervisor may. The second person is the supervisor who reads the audit.
    """
    note = note_for(session, actor, fields["note_id"])
    if note.author_id != actor.user_id and not actor.is_supervisor:
        raise Refused(_l("Only the author or a supervisor can mark a note as an error."))
    if note.state is not NoteState.IN_ERROR:
        fields = {**fields, "amendment_id": new_id()}
        _amend(session, actor, note, AmendmentKind.IN_ERROR, fields, now)
        note.state = NoteState.IN_ERROR
        touch(session, [note.client_id])
    return _done(note, actor, "note_in_error")


def note_for(session: Session, actor: Actor, note_id: UUID) -> Note:
    """Return a note this person may read; a draft is its author's alone."""
    note = session.get(Note, note_id)
    if note is None:
        raise NotFound
    if not access.client_for(session, actor, note.client_id).may_read_notes:
        raise NotFound
    if note.state is NoteState.DRAFT and note.author_id != actor.user_id:
        raise NotFound
    return note


@dataclass(frozen=True)
class AmendmentRow:
    """An amendment and who made it."""

    amendment: Amendment
    author: str


@dataclass(frozen=True)
class NotePage:
    """All that a note's own page shows."""

    note: Note
    author: str
    client_name: str
    amendments: list[AmendmentRow]
    #: {section: corrected text}, the newest correction of each section.
    corrected: dict[str, str]
    is_mine: bool


def note_page(session: Session, actor: Actor, note_id: UUID, now: datetime) -> NotePage:
    """Return a note with what was added to it."""
    note = note_for(session, actor, note_id)
    found = access.read_client(session, actor, note.client_id, now, why="note")
    rows = session.execute(
        select(Amendment, User.name)
        .join(User, User.id == Amendment.author_id)
        .where(Amendment.note_id == note_id)
        .order_by(Amendment.recorded_at, Amendment.id)
    )
    amendments = [AmendmentRow(row[0], row[1]) for row in rows]
    corrected: dict[str, str] = {}
    for row in amendments:
        if row.amendment.kind is AmendmentKind.CORRECTION:
            corrected.update(row.amendment.sections)
    author = session.get(User, note.author_id)
    return NotePage(
        note,
        author.name if author else "",
        found.client.name_used,
        amendments,
        corrected,
        note.author_id == actor.user_id,
    )


def _facts(fields: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return the columns of a note that its author decides, checked."""
    outcome = ContactOutcome(fields["outcome"])
    occurred_at: datetime = fields["occurred_at"]
    problem = check_occurrence(outcome, occurred_at, now)
    if problem is not None:
        raise Invalid({"occurred_at": [_WHEN[problem.code]]})
    template = NoteTemplate(fields["template"])
    return {
        "template": template,
        "method": ContactMethod(fields["method"]),
        "outcome": outcome,
        "present": fields.get("present"),
        "place": fields.get("place"),
        "minutes": fields.get("minutes"),
        "sections": _section_texts(template, fields),
        "occurred_at": occurred_at,
        "risk_after": RiskLevel(fields["risk_after"]) if fields.get("risk_after") else None,
    }


_WHEN = {
    ReasonCode.OCCURRED_IN_FUTURE: _l(
        "This lies in the future. A contact is written down when it has happened."
    ),
    ReasonCode.OCCURRED_TOO_LONG_AGO: _l("This is too long ago. Check the year."),
}


def _section_texts(template: NoteTemplate, fields: dict[str, Any]) -> dict[str, Any]:
    texts = {
        section.value: fields.get(f"section_{section.value}") for section in SECTIONS[template]
    }
    return {name: text for name, text in texts.items() if text}


def _follow_up(
    session: Session,
    actor: Actor,
    note: Note,
    fields: dict[str, Any],
    now: datetime,
    *,
    judged: RiskLevel | None = None,
) -> None:
    """Make the next step a task, and the risk after the contact a judgement.

    ``judged`` is the risk an earlier version of the draft has put into the history already.
    """
    if fields.get("next_step"):
        tasks.create(
            session,
            actor,
            task_id=fields.get("task_id") or new_id(),
            client_id=note.client_id,
            title=fields["next_step"],
            due_on=fields.get("next_step_on"),
            written_at=fields["written_at"],
            now=now,
            note_id=note.id,
        )
    if note.risk_after is None or note.risk_after is judged or note.case_id is None:
        return
    case = session.get(Case, note.case_id)
    if case is not None:
        _judge_risk(session, actor, case, note, fields, now)


def _judge_risk(
    session: Session,
    actor: Actor,
    case: Case,
    note: Note,
    fields: dict[str, Any],
    now: datetime,
) -> None:
    assert note.risk_after is not None
    reason = fields.get("risk_reason")
    if note.risk_after is not case.risk and not reason:
        raise Invalid({"risk_reason": [_l("Say in a few words why the risk changed.")]})
    risk.judge(
        session,
        actor,
        case,
        note.risk_after,
        reason=reason or "",
        judged_at=note.occurred_at,
        now=now,
        note_id=note.id,
    )


def _sign(note: Note, late_reason: str | None, signed_at: datetime) -> None:
    """Lock the note and give it its permanent label.

    Lateness is measured to the moment of writing on the device, not of arrival: a worker
    without signal is not late.
    """
    note.state = NoteState.SIGNED
    note.signed_at = max(signed_at, note.occurred_at)
    label = lateness(note.template, note.occurred_at, note.signed_at)
    if label is not Lateness.ON_TIME:
        note.lateness = label.value
        note.late_reason = late_reason


def _amend(
    session: Session,
    actor: Actor,
    note: Note,
    kind: AmendmentKind,
    fields: dict[str, Any],
    now: datetime,
    *,
    text: str | None = None,
    sections: dict[str, Any] | None = None,
) -> None:
    if session.get(Amendment, fields["amendment_id"]) is not None:
        raise Invalid({"amendment_id": [_l("This was sent before. Load the page again.")]})
    session.add(
        Amendment(
            id=fields["amendment_id"],
            note_id=note.id,
            kind=kind,
            text=text,
            sections=sections or {},
            reason=fields.get("reason"),
            author_id=actor.user_id,
            written_at=fields["written_at"],
            recorded_at=now,
        )
    )
    touch(session, [note.client_id])


def _signed_note(session: Session, actor: Actor, note_id: UUID) -> Note:
    note = note_for(session, actor, note_id)
    if note.state is not NoteState.SIGNED:
        raise Refused(_l("Only a signed note can be added to or corrected."))
    return note


def _own_draft(session: Session, actor: Actor, note_id: UUID) -> Note:
    note = note_for(session, actor, note_id)
    if note.author_id != actor.user_id:
        raise NotFound
    if note.state is not NoteState.DRAFT:
        raise Refused(_l("This note is signed and locked. Add an addendum or a correction."))
    return note


def _refuse_used_id(session: Session, note_id: UUID) -> None:
    if _NOTE.first(session, note_id=note_id) is not None:
        raise Invalid({"note_id": [_l("This note was sent before. Start a new one.")]})


def _case_of_note(
    session: Session, actor: Actor, client_id: UUID, case_id: UUID | None
) -> UUID | None:
    """Return the case a note belongs to: the one named, else the author's, else an open one."""
    if case_id is not None:
        case = session.get(Case, case_id)
        if case is None or case.client_id != client_id:
            raise NotFound
        return case.id
    found = _OPEN_CASE.first(session, client_id=client_id, me=actor.user_id)
    return found.id if found else None


_NOTE = Prepared(lambda: select(Note.id).where(Note.id == bindparam("note_id", type_=Uuid())))


def _open_case() -> SelectBase:
    is_own = exists().where(
        Assignment.case_id == Case.id, Assignment.user_id == ME, Assignment.ended_at.is_(None)
    )
    return (
        select(Case.id)
        .where(Case.client_id == THE_CLIENT, Case.status.not_in(ENDED_STATUSES))
        .order_by(is_own.desc(), Case.opened_on.desc(), Case.id)
        .limit(1)
    )


_OPEN_CASE = Prepared(_open_case)


def _done(note: Note, actor: Actor, say: str) -> Done:
    return Done(
        client_id=note.client_id,
        subject_id=note.id,
        location=f"/clients/{note.client_id}#note-{note.id}",
        say=say,
        context={"note": note, "author": actor.name},
        details={"template": note.template.value, "state": note.state.value},
    )
