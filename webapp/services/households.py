"""Households: who lives or is served together, shown only as far as each may be seen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from webapp.domain.ids import new_id
from webapp.domain.people import Actor
from webapp.models import Client, Household, HouseholdMember, Relationship
from webapp.services import access, audit, receipts, search
from webapp.services.days import local_day
from webapp.services.done import Done
from webapp.services.errors import Invalid, NotFound
from webapp.services.summary import touch

HEAD = "head"


@dataclass(frozen=True)
class MemberRow:
    """A member as far as the reader may see them: of a stranger only that there is somebody."""

    member_id: UUID
    relationship: str
    client: Client | None


@dataclass(frozen=True)
class HouseholdPage:
    """A household with the members the reader may see, and how many others there are."""

    household: Household
    members: list[MemberRow]
    others: int


@dataclass(frozen=True)
class RelatedRow:
    """Somebody who matters to the client; with a link only when the reader may see them."""

    relationship: Relationship
    name: str
    other: Client | None


@dataclass(frozen=True)
class FamilyPage:
    """A client's households and relationships, and people found to be added."""

    client: Client
    households: list[HouseholdPage]
    related: list[RelatedRow]
    found: list[search.Found]


def household_page(
    session: Session, actor: Actor, household_id: UUID, now: datetime
) -> HouseholdPage:
    """Return a household of which this person may see somebody, else raise ``NotFound``."""
    page = household_for(session, actor, household_id)
    for row in page.members:
        if row.client is not None:
            audit.record(
                session,
                actor,
                "read_client",
                now,
                client_id=row.client.id,
                subject_id=household_id,
                details={"page": "household"},
            )
    return page


def household_for(session: Session, actor: Actor, household_id: UUID) -> HouseholdPage:
    """Return a household as far as this person may see it, else raise ``NotFound``."""
    found = _households(session, actor, HouseholdMember.household_id == household_id)
    if not found:
        raise NotFound
    return found[0]


def family_page(
    session: Session, actor: Actor, client_id: UUID, now: datetime, text: str = ""
) -> FamilyPage:
    """Return a client's households and relationships; with a text, also who answers it."""
    found = access.read_client(session, actor, client_id, now, why="household")
    mine = select(HouseholdMember.household_id).where(
        HouseholdMember.client_id == client_id, HouseholdMember.left_on.is_(None)
    )
    households = _households(session, actor, HouseholdMember.household_id.in_(mine))
    people = search.find_clients(session, actor, text, limit=10) if text else []
    if text:
        details = {"found": len(people), "is_search": True}
        audit.record(session, actor, "read_caseload", now, details=details)
    return FamilyPage(
        found.client,
        households,
        _related(session, actor, client_id),
        [one for one in people if one.client_id != client_id],
    )


def create_household(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Make a household with this client as its first member."""
    client = access.writable_client(session, actor, fields["client_id"])
    member_id = fields.get("member_id")
    if session.get(Household, fields["household_id"]) is not None or (
        member_id is not None and session.get(HouseholdMember, member_id) is not None
    ):
        raise receipts.ReusedId
    household = Household(id=fields["household_id"], name=fields.get("name"), created_at=now)
    session.add(household)
    session.flush()
    _add(session, actor, household, client, fields)
    return _changed(session, household.id, client.id)


def add_household_member(
    session: Session, actor: Actor, fields: dict[str, Any], now: datetime
) -> Done:
    """Add a client to a household; both must be open to this person, and there is one head."""
    page = household_for(session, actor, fields["household_id"])
    client = access.writable_client(session, actor, fields["client_id"])
    _writable_household(session, actor, page)
    if session.get(HouseholdMember, fields["member_id"]) is not None:
        raise receipts.ReusedId
    if any(row.client is not None and row.client.id == client.id for row in page.members):
        raise Invalid({"client_id": [_l("This person is already in the household.")]})
    if fields["relationship"] == HEAD and _has_head(session, page.household.id):
        message = _l("This household already has a head. Choose how this person is related.")
        raise Invalid({"relationship": [message]})
    _add(session, actor, page.household, client, fields)
    return _changed(session, page.household.id, client.id)


def remove_household_member(
    session: Session, actor: Actor, fields: dict[str, Any], now: datetime
) -> Done:
    """End a client's time in a household; removed twice is removed."""
    member = session.get(HouseholdMember, fields["member_id"])
    if member is None:
        raise NotFound
    client = access.writable_client(session, actor, member.client_id)
    if member.left_on is None:
        member.left_on = local_day(actor, fields["written_at"])
        session.flush()
        _raise_revision(session, member.household_id)
        touch(session, [client.id, *_member_ids(session, member.household_id)])
    return Done(
        client_id=client.id,
        subject_id=member.id,
        location=f"/clients/{client.id}/household",
        say="household_changed",
    )


def _households(session: Session, actor: Actor, which: Any) -> list[HouseholdPage]:
    person = aliased(Client)
    rows = session.execute(
        select(HouseholdMember, Household, person, search.visible_to(actor, person))
        .join(Household, Household.id == HouseholdMember.household_id)
        .join(person, person.id == HouseholdMember.client_id)
        .where(which, HouseholdMember.left_on.is_(None), person.deleted_at.is_(None))
        .order_by(HouseholdMember.relationship != HEAD, person.name_folded, HouseholdMember.id)
    )
    pages: dict[UUID, HouseholdPage] = {}
    for member, household, client, may_see in rows:
        page = pages.setdefault(household.id, HouseholdPage(household, [], 0))
        row = MemberRow(member.id, member.relationship, client if may_see else None)
        page.members.append(row)
    shown = []
    for page in pages.values():
        seen = [row for row in page.members if row.client is not None]
        if seen:
            shown.append(HouseholdPage(page.household, seen, len(page.members) - len(seen)))
    return shown


def _related(session: Session, actor: Actor, client_id: UUID) -> list[RelatedRow]:
    """Return whom the client named, and clients who named the client."""
    person = aliased(Client)
    seen = {
        client.id: client
        for client in session.scalars(
            select(person)
            .join(Relationship, Relationship.other_client_id == person.id)
            .where(Relationship.client_id == client_id, search.visible_to(actor, person))
        )
    }
    rows = session.scalars(
        select(Relationship)
        .where(Relationship.client_id == client_id, Relationship.ended_at.is_(None))
        .order_by(Relationship.id)
    )
    related = []
    for row in rows:
        if row.other_client_id is None:
            related.append(RelatedRow(row, row.other_name or "", None))
        elif row.other_client_id in seen:
            # A client who is not the reader's to see is not named here either.
            other = seen[row.other_client_id]
            related.append(RelatedRow(row, other.name_used, other))
    return related


def _writable_household(session: Session, actor: Actor, page: HouseholdPage) -> None:
    """Raise unless this person may write the record of somebody in the household."""
    clients = [row.client for row in page.members if row.client is not None]
    if not any(access.may_read_notes(session, actor, client) for client in clients):
        raise NotFound


def _add(
    session: Session, actor: Actor, household: Household, client: Client, fields: dict[str, Any]
) -> None:
    session.add(
        HouseholdMember(
            id=fields.get("member_id") or new_id(),
            household_id=household.id,
            client_id=client.id,
            relationship=fields["relationship"],
            joined_on=local_day(actor, fields["written_at"]),
        )
    )
    session.flush()


def _has_head(session: Session, household_id: UUID) -> bool:
    query = select(HouseholdMember.id).where(
        HouseholdMember.household_id == household_id,
        HouseholdMember.relationship == HEAD,
        HouseholdMember.left_on.is_(None),
    )
    return session.scalars(query.limit(1)).first() is not None


def _member_ids(session: Session, household_id: UUID) -> list[UUID]:
    query = select(HouseholdMember.client_id).where(
        HouseholdMember.household_id == household_id, HouseholdMember.left_on.is_(None)
    )
    return list(session.scalars(query))


def _raise_revision(session: Session, household_id: UUID) -> None:
    session.execute(
        update(Household)
        .where(Household.id == household_id)
        .values(revision=Household.revision + 1)
        .execution_options(synchronize_session="fetch")
    )


def _changed(session: Session, household_id: UUID, client_id: UUID) -> Done:
    _raise_revision(session, household_id)
    touch(session, _member_ids(session, household_id))
    return Done(
        client_id=client_id,
        subject_id=household_id,
        location=f"/households/{household_id}",
        say="household_changed",
    )
