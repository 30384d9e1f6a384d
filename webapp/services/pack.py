"""What a phone carries: the pages of a person's caseload, and a tag for each.

Tags come from revisions, without rendering: a page's tag changes when what it shows changes,
when a day passes that turns something overdue, and with a new version of Tend.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.domain.notes import NoteState
from webapp.domain.people import Actor
from webapp.models import Client, Household, HouseholdMember, Note, Task
from webapp.services import caseload
from webapp.services.caseload import Person

#: Most clients a phone carries; a larger caseload carries the most pressing ones.
MOST_CLIENTS = 400


@dataclass(frozen=True, slots=True)
class PackPage:
    """One page of the pack."""

    url: str
    etag: str
    kind: str


def pages(session: Session, actor: Actor, now: datetime, version: str) -> list[PackPage]:
    """Return every page this person may carry, the pages needed first at the front."""
    on = now.astimezone(ZoneInfo(actor.timezone)).date()
    people = caseload.load(session, actor, now)[:MOST_CLIENTS]
    # Theme and text size are cookies the page is rendered with, not part of its content.
    base = (version, actor.language, actor.timezone, actor.name)
    listing = [(person.client_id, person.revision) for person in people]
    own = _own_work(session, actor)
    found = [
        PackPage("/today", _tag(base, "today", on, listing, own), "today"),
        PackPage("/more", _tag(base, "more"), "more"),
    ]
    if actor.is_administrator and not people:
        # The whole agency does not belong on a phone.
        return found
    found[1:1] = [
        PackPage("/clients?show=all", _tag(base, "clients", on, listing, own), "clients"),
        PackPage("/note", _tag(base, "note", [one[0] for one in listing]), "note"),
        PackPage("/clients/new", _tag(base, "new"), "new_client"),
    ]
    found += [_client_page(base, person, on) for person in people]
    found += _household_pages(session, base, people)
    return found


def cursor(found: list[PackPage]) -> str:
    """Return one tag over all pages: equal cursors mean nothing changed."""
    return _tag(*((page.url, page.etag) for page in found))


def _client_page(base: tuple[str, ...], person: Person, on: date) -> PackPage:
    facts = person.facts
    # What the page marks as overdue is all that time alone changes on it.
    turned = [
        day is not None and day < on
        for day in (facts.risk_review_on, facts.next_review_on, facts.earliest_task_due_on)
    ]
    return PackPage(
        f"/clients/{person.client_id}",
        _tag(base, person.client_id, person.revision, turned, facts.earliest_task_due_on),
        "client",
    )


def _own_work(session: Session, actor: Actor) -> list[object]:
    """Return what Today shows beside the caseload: own drafts and tasks without a client."""
    drafts = session.execute(
        select(func.count(), func.max(Note.recorded_at)).where(
            Note.author_id == actor.user_id, Note.state == NoteState.DRAFT
        )
    ).one()
    tasks = session.execute(
        select(func.count(), func.max(Task.recorded_at)).where(
            Task.owner_id == actor.user_id, Task.client_id.is_(None), Task.done_at.is_(None)
        )
    ).one()
    return [tuple(drafts), tuple(tasks)]


def _household_pages(
    session: Session, base: tuple[str, ...], people: list[Person]
) -> list[PackPage]:
    ids = [person.client_id for person in people]
    if not ids:
        return []
    members = select(HouseholdMember.household_id).where(
        HouseholdMember.client_id.in_(ids), HouseholdMember.left_on.is_(None)
    )
    rows = session.execute(
        select(Household.id, Household.revision, func.sum(Client.revision))
        .join(HouseholdMember, HouseholdMember.household_id == Household.id)
        .join(Client, Client.id == HouseholdMember.client_id)
        .where(Household.id.in_(members))
        .group_by(Household.id, Household.revision)
        .order_by(Household.id)
    )
    return [
        PackPage(f"/households/{found}", _tag(base, found, revision, int(total)), "household")
        for found, revision, total in rows
    ]


def _tag(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
