"""Households of an export: people who were enrolled together under one HouseholdID."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from webapp.domain.ids import new_id
from webapp.models import Household, HouseholdMember
from webapp.services.hmis_codes import RELATIONSHIPS
from webapp.services.hmis_load import MOST_KEY, Load, in_chunks
from webapp.services.hmis_rows import Row


@dataclass
class Membership:
    """A client's time in a household, put together from their enrollments."""

    relationship: str
    joined_on: date
    left_on: date | None
    line: int
    #: Some enrollment behind it is new or newer than what was loaded last.
    is_news: bool


#: {HouseholdID: {client: membership}}.
Memberships = dict[str, dict[UUID, Membership]]


def note_membership(
    load: Load,
    memberships: Memberships,
    row: Row,
    client_id: UUID,
    stay: tuple[date, date | None],
    is_news: bool,
) -> None:
    """Take down that an enrollment puts a client into a household."""
    key = row["HouseholdID"]
    if not key:
        return
    if len(key) > MOST_KEY:
        load.doubt(row, "HouseholdID", "This key is too long; the household was left out.")
        return
    code = load.code(row, "RelationshipToHoH", RELATIONSHIPS)
    relationship = RELATIONSHIPS.get(code or 99, "unknown")
    joined, left = stay
    household = memberships.setdefault(key, {})
    known = household.get(client_id)
    if known is None:
        household[client_id] = Membership(relationship, joined, left, row.line, is_news)
        return
    if joined >= known.joined_on:
        known.relationship = relationship
    known.joined_on = min(joined, known.joined_on)
    known.left_on = max(left, known.left_on) if left and known.left_on else None
    known.is_news = known.is_news or is_news


def load_households(load: Load, memberships: Memberships) -> None:
    """Load the households that were taken down."""
    for chunk in in_chunks(memberships.items()):
        households = dict(chunk)
        known = load.existing(Household, households, Household.revision)
        members = _members(load, [row.id for row in known.values()])
        new: list[dict[str, Any]] = []
        new_members: list[dict[str, Any]] = []
        changed_members: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        for key, people in households.items():
            _count_heads(load, people)
            row = known.get(key)
            if row is None:
                household_id = new_id()
                new.append(_new_household(load, household_id, key))
                new_members += [_new_member(household_id, who, it) for who, it in people.items()]
                _touch_all(load, people)
                continue
            before = len(new_members) + len(changed_members)
            _merge_members(load, row.id, people, members, new_members, changed_members)
            if len(new_members) + len(changed_members) > before:
                changed.append({"id": row.id, "revision": row.revision + 1})
                _touch_all(load, people)
        load.insert(Household, new)
        load.insert(HouseholdMember, new_members)
        load.update(HouseholdMember, changed_members)
        load.update(Household, changed)
        tally = load.report.tally("households")
        tally.created += len(new)
        tally.changed += len(changed)
        tally.unchanged += len(households) - len(new) - len(changed)


def _new_household(load: Load, household_id: UUID, key: str) -> dict[str, Any]:
    return {
        "id": household_id,
        "source_system": load.source_system,
        "source_key": key,
        "created_at": load.now,
    }


def _new_member(household_id: UUID, client_id: UUID, it: Membership) -> dict[str, Any]:
    return {
        "id": new_id(),
        "household_id": household_id,
        "client_id": client_id,
        "relationship": it.relationship,
        "joined_on": it.joined_on,
        "left_on": it.left_on,
    }


def _members(load: Load, household_ids: list[UUID]) -> dict[tuple[UUID, UUID], Any]:
    found = load.session.execute(
        select(
            HouseholdMember.id,
            HouseholdMember.household_id,
            HouseholdMember.client_id,
            HouseholdMember.relationship,
            HouseholdMember.joined_on,
            HouseholdMember.left_on,
        ).where(HouseholdMember.household_id.in_(household_ids))
    )
    return {(row.household_id, row.client_id): row for row in found}


def _merge_members(
    load: Load,
    household_id: UUID,
    people: dict[UUID, Membership],
    members: dict[tuple[UUID, UUID], Any],
    new: list[dict[str, Any]],
    changed: list[dict[str, Any]],
) -> None:
    """Only news of the export moves anybody: who was put right here stays as they are."""
    for client_id, it in people.items():
        row = members.get((household_id, client_id))
        if not it.is_news:
            continue
        if row is None:
            new.append(_new_member(household_id, client_id, it))
        elif (row.relationship, row.joined_on, row.left_on) != (
            it.relationship,
            it.joined_on,
            it.left_on,
        ):
            changed.append(
                {
                    "id": row.id,
                    "relationship": it.relationship,
                    "joined_on": it.joined_on,
                    "left_on": it.left_on,
                }
            )


def _count_heads(load: Load, people: dict[UUID, Membership]) -> None:
    heads = Counter(it.relationship for it in people.values())["head"]
    if heads != 1:
        load.report.doubt(
            "Enrollment.csv",
            min(it.line for it in people.values()),
            "The household has no head." if heads == 0 else "The household has several heads.",
            column="RelationshipToHoH",
        )


def _touch_all(load: Load, people: dict[UUID, Membership]) -> None:
    for client_id in people:
        load.touch(client_id)
