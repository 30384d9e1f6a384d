"""Turning what services answer into what templates show: words, marks, links."""

from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask_babel import format_date, gettext
from flask_babel import gettext as _

from webapp.domain.cases import ENDED_STATUSES
from webapp.domain.contacts import ContactMethod, ContactOutcome, PhoneKind
from webapp.domain.names import initials
from webapp.domain.notes import SECTIONS, NoteState
from webapp.domain.people import Actor
from webapp.domain.reasons import Reason, ReasonCode
from webapp.domain.safe_contact import Point, SafeContact, answers
from webapp.forms import words
from webapp.models import ContactPoint
from webapp.services.caseload import Person
from webapp.services.client_page import CaseView, ClientPage, Kin, StepView
from webapp.services.contact_points import safe_contact_line
from webapp.services.timeline import Kind, Only, TimelineEntry
from webapp.views.context import local_day, zone
from webapp.views.language import spoken

METHOD_ICONS = {
    ContactMethod.VISIT: "house",
    ContactMethod.OFFICE: "building-2",
    ContactMethod.OUTREACH: "footprints",
    ContactMethod.CALL: "phone",
    ContactMethod.VIDEO: "video",
    ContactMethod.TEXT: "message-square",
    ContactMethod.EMAIL: "mail",
    ContactMethod.LETTER: "mailbox",
}

#: The risk mark beside the name says these already.
_SAID_BY_THE_MARK = frozenset(
    {ReasonCode.RISK_CRITICAL, ReasonCode.RISK_HIGH, ReasonCode.RISK_MEDIUM}
)


def row_of(person: Person, on: date, *, most: int = 1) -> dict[str, Any]:
    """Return one row of a list of people, with its ``most`` weighty reasons."""
    due = person.ranked.next_due_on
    told = [one for one in person.ranked.reasons if one.code not in _SAID_BY_THE_MARK]
    reasons = [_reason_in(spoken(), reason) for reason in told[:most]]
    if not person.is_own:
        reasons[:1] = [" · ".join([*reasons[:1], person.worker])]
    return {
        "id": person.client_id,
        "name": person.name,
        "initials": initials(person.name),
        "reasons": reasons,
        "risk": person.facts.risk,
        "due_on": due,
        "is_late": bool(due and due < on),
    }


@lru_cache(maxsize=4096)
def _reason_in(_language: str, reason: Reason) -> str:
    # The same few reasons stand in every list.
    return words.reason(reason)


def client_view(page: ClientPage, actor: Actor, *, only: Only, is_carried: bool) -> dict[str, Any]:
    """Return what the client's page shows beside the client itself."""
    on = local_day()
    path = f"/clients/{page.client.id}"
    safe = safe_contact_line(page.client, page.points)
    phones = [_point(point) for point in page.points]
    return {
        "may_read_notes": page.may_read_notes,
        "may_write": page.may_read_notes,
        "may_manage": page.may_manage,
        "safe_contact": safe_sentence(safe),
        "is_unsafe": safe.is_unsafe,
        "alerts": [
            {
                "id": alert.id,
                "word": words.ALERTS[alert.kind],
                "text": alert.text,
                "review_on": alert.review_on,
            }
            for alert in page.alerts
        ],
        "phones": phones,
        "call": next(
            (one for one in phones if safe.call and one["value"] == safe.call.value), None
        ),
        "other_names": page.other_names,
        "languages": [language_name(code) for code in page.client.languages],
        "household": [_kin(kin, page.client.id) for kin in page.household]
        + [_relation(kin) for kin in page.relations],
        "household_id": page.household[0].household_id if page.household else None,
        "cases": [_case(case, on, may_read=page.may_read_notes) for case in page.cases],
        "steps": [_step(step, actor, on) for step in page.steps],
        "risk_choices": list(words.RISKS.items()),
        "months": months(page.entries),
        "older": f"{path}?{_filter_part(only)}before={page.older.isoformat()}#timeline"
        if page.older
        else None,
        "timeline_filters": [
            {
                "label": label,
                "href": f"{path}?only={key}#timeline" if key is not Only.ALL else path,
                "is_current": key is only,
            }
            for key, label in (
                (Only.ALL, _("All")),
                (Only.NOTES, _("Notes")),
                (Only.CONTACTS, _("Contacts")),
                (Only.CHANGES, _("Changes")),
            )
        ],
        "is_carried": is_carried,
    }


def safe_sentence(safe: SafeContact) -> str | None:
    """Return the client's own words, else what was answered about their phones, if anything."""
    if safe.sentence:
        return safe.sentence
    phones = [point for point in safe.points if point.kind is PhoneKind.PHONE]
    asked = [point for point in phones if any(one is not None for one in answers(point))]
    said = []
    for point in asked:
        # With one phone the number need not be repeated.
        number = f"{point.label or point.value}: " if len(phones) > 1 else ""
        times = f" {point.best_times}" if point.best_times else ""
        said.append(f"{number}{point_safety(point)}{times}")
    return " ".join(said) or None


def _filter_part(only: Only) -> str:
    return f"only={only}&" if only is not Only.ALL else ""


def language_name(code: str) -> str:
    """Return a language in the reader's own words, with its own name's code as a fallback."""
    from babel import Locale, UnknownLocaleError
    from flask_babel import get_locale

    try:
        name = Locale.parse(code.replace("-", "_")).get_display_name(get_locale())
    except (UnknownLocaleError, ValueError):
        return code
    return str(name or code)


def _point(point: ContactPoint) -> dict[str, Any]:
    is_phone = point.kind is PhoneKind.PHONE
    return {
        "id": point.id,
        "label": point.label,
        "word": {
            PhoneKind.PHONE: _("Phone"),
            PhoneKind.EMAIL: _("Email"),
            PhoneKind.OTHER: _("Other"),
        }[point.kind],
        "value": point.value,
        "href": f"tel:{point.value}" if is_phone else f"mailto:{point.value}",
        "safety": point_safety(point),
        "best_times": point.best_times,
        "may_call": is_phone and point.is_safe_to_call is not False,
        "may_text": is_phone and point.is_safe_to_text is True,
    }


def point_safety(point: Point) -> str:
    """Return what is safe at a contact point, in one line."""
    if point.kind is not PhoneKind.PHONE:
        return ""
    said = [
        {
            True: _("Safe to call."),
            False: _("Do not call."),
            None: _("Not known if calling is safe."),
        }[point.is_safe_to_call],
        {True: _("Safe to text."), False: _("Do not text."), None: ""}[point.is_safe_to_text],
        {True: _("Voicemail is fine."), False: _("No voicemail."), None: ""}[
            point.is_safe_for_voicemail
        ],
    ]
    return " ".join(one for one in said if one)


def _kin(kin: Kin, client_id: UUID) -> dict[str, Any]:
    return {
        "name": kin.name,
        "word": words.HOUSEHOLD_ROLES.get(kin.kind, kin.kind),
        "href": f"/households/{kin.household_id}",
        "is_self": kin.client_id == client_id,
    }


def _relation(kin: Kin) -> dict[str, Any]:
    return {"name": kin.name, "word": kin.kind, "href": None, "is_self": False}


def _case(view: CaseView, on: date, *, may_read: bool) -> dict[str, Any]:
    case = view.case
    review = case.risk_review_on
    if case.next_review_on and (review is None or case.next_review_on < review):
        review = case.next_review_on
    return {
        "id": case.id,
        "program": view.program,
        "status": case.status,
        "status_word": words.STATUSES[case.status],
        "has_ended": case.status in ENDED_STATUSES,
        # Reasons are a worker's own words about the client, as notes are.
        "status_reason": case.status_reason if may_read else None,
        "risk": case.risk,
        "risk_since": case.risk_set_at,
        "risk_by": view.risk_by,
        "risk_reason": view.risk_reason if may_read else None,
        "next_review_on": review if case.status not in ENDED_STATUSES else None,
        "is_review_late": bool(review and review < on),
        "opened_on": case.opened_on,
        "closed_on": case.closed_on,
        "workers": [name for name, _kind in view.workers],
    }


def _step(step: StepView, actor: Actor, on: date) -> dict[str, Any]:
    return {
        "id": step.id,
        "title": step.title,
        "due_on": step.due_on,
        "is_late": bool(step.due_on and step.due_on < on),
        "owner_name": step.owner_name if step.owner_id != actor.user_id else None,
        "done_at": step.done_at,
    }


def months(entries: list[TimelineEntry]) -> list[dict[str, Any]]:
    """Return timeline entries under their months, newest first."""
    grouped: list[dict[str, Any]] = []
    for entry in entries:
        local = entry.when.astimezone(zone())
        key = (local.year, local.month)
        if not grouped or grouped[-1]["key"] != key:
            heading = format_date(local.date(), "LLLL y", rebase=False)
            grouped.append({"key": key, "heading": heading, "entries": []})
        grouped[-1]["entries"].append(_ENTRY_VIEWS[entry.kind](entry))
    return grouped


def _note_entry(entry: TimelineEntry) -> dict[str, Any]:
    note = entry.facts["note"]
    attempted = note.outcome is ContactOutcome.ATTEMPTED
    method = words.METHODS[note.method]
    marks = []
    if note.state is NoteState.DRAFT:
        marks.append({"kind": "warn", "word": _("Draft, not signed")})
    if note.lateness:
        marks.append({"kind": "warn", "word": words.LATENESS[note.lateness]})
    title = _("%(method)s, no contact", method=method) if attempted else str(method)
    if note.template not in {"contact", "missed"}:
        title = f"{title} · {words.TEMPLATES[note.template]}"
    return {
        "kind": "note",
        "id": note.id,
        "href": f"/notes/{note.id}",
        "icon": METHOD_ICONS[note.method],
        "title": title,
        "text": note_text(note.template, note.sections),
        "when": entry.when,
        "author": entry.author,
        "marks": marks,
        "is_attempt": attempted,
    }


def note_text(template: Any, sections: dict[str, str]) -> str:
    """Return a note's sections as one text, in the template's order."""
    return "\n".join(sections[one] for one in SECTIONS[template] if sections.get(one))


def _service_entry(entry: TimelineEntry) -> dict[str, Any]:
    record = entry.facts["service"]
    return {
        "kind": "service",
        "id": record.id,
        "href": None,
        "icon": "handshake",
        "title": record.label,
        "text": record.detail,
        "when": entry.when,
        "author": entry.author,
        "marks": [],
        "is_attempt": False,
    }


def _change_entry(entry: TimelineEntry) -> dict[str, Any]:
    change = entry.facts["change"]
    if entry.kind is Kind.RISK:
        after, before = words.RISKS[change.after], change.before and words.RISKS[change.before]
        title = (
            _("Risk changed from %(before)s to %(after)s", before=before, after=after)
            if before and change.before is not change.after
            else _("Risk set to %(after)s", after=after)
        )
        picture = "flag"
    else:
        title = gettext("Status: %(status)s", status=words.STATUSES[change.after])
        picture = "history"
    return {
        "kind": "change",
        "id": change.id,
        "href": None,
        "icon": picture,
        "title": title,
        "text": change.reason,
        "when": entry.when,
        "author": entry.author,
        "marks": [],
        "is_attempt": False,
    }


_ENTRY_VIEWS = {
    Kind.NOTE: _note_entry,
    Kind.SERVICE: _service_entry,
    Kind.RISK: _change_entry,
    Kind.STATUS: _change_entry,
}
