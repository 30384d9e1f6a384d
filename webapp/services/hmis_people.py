"""Workers and programs of an export: User.csv, Organization.csv and Project.csv."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from webapp.domain.ids import new_id
from webapp.domain.people import Role
from webapp.models import Program, User
from webapp.models.base import SHORT
from webapp.schemas.hmis import ORGANIZATION, PROJECT, USER
from webapp.services.hmis_codes import PROJECT_TYPES, STREET_OUTREACH
from webapp.services.hmis_load import Load, in_chunks, is_newer
from webapp.services.hmis_rows import Row
from webapp.services.hmis_values import code_of, one_line

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+$")


def load_users(load: Load) -> None:
    """Load the people named in User.csv as workers who cannot sign in until invited."""
    for chunk in in_chunks(load.rows(USER)):
        rows = {key: row for row in chunk if (key := load.key_of(row, "UserID"))}
        known = load.existing(User, rows, User.name, User.deactivated_at, User.password_hash)
        by_mail = _users_by_mail(load, filter(None, (_mail(row) for row in rows.values())))
        new: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        for key, row in rows.items():
            if key in known:
                load.users[key] = known[key].id
                values = _changed_user(load, row, known[key])
                changed += [values] if values else []
            else:
                load.users[key] = _new_user(load, key, row, by_mail, new)
        load.insert(User, new)
        load.update(User, changed)
        tally = load.report.tally("workers")
        tally.created += len(new)
        tally.changed += len(changed)
        tally.unchanged += len(rows) - len(new) - len(changed)


def _users_by_mail(load: Load, addresses: Iterable[str]) -> dict[str, UUID]:
    """Return the people already here who have these addresses."""
    query = select(User.email, User.id).where(User.email.in_(list(addresses)))
    return {email: user_id for email, user_id in load.session.execute(query) if email}


def _new_user(
    load: Load, key: str, row: Row, by_mail: dict[str, UUID], new: list[dict[str, Any]]
) -> UUID:
    """Return the id of the person, who may already be here under the same address."""
    mail = _mail(row)
    if mail is None and row["UserEmail"]:
        load.doubt(row, "UserEmail", "This is not a mail address; it was left out.")
    if mail in by_mail:
        return by_mail[mail]
    user_id = new_id()
    new.append(
        {
            "id": user_id,
            "source_system": load.source_system,
            "source_key": key,
            "source_updated_at": load.stamp(row),
            # An address would let its owner in by the way of a forgotten password. It comes
            # with the invitation.
            "email": None,
            "name": _name(row, key),
            "role": Role.WORKER,
            "created_at": load.moment(load.stamp(row, "DateCreated")),
            "deactivated_at": _deactivated_at(load, row),
        }
    )
    return user_id


def _changed_user(load: Load, row: Row, known: Any) -> dict[str, Any] | None:
    updated = load.stamp(row)
    if not is_newer(updated, known.source_updated_at):
        return None
    values: dict[str, Any] = {"id": known.id, "source_updated_at": updated}
    # Somebody who signs in here has a name and an account that are ours to keep.
    if known.password_hash is None:
        values |= {"name": _name(row, row["UserID"]), "deactivated_at": _deactivated_at(load, row)}
    elif row["DateDeleted"]:
        load.doubt(row, "DateDeleted", "Deleted in the export, but signs in here; not deactivated.")
    return values


def _deactivated_at(load: Load, row: Row) -> datetime | None:
    return load.moment(load.stamp(row, "DateDeleted")) if row["DateDeleted"] else None


def _mail(row: Row) -> str | None:
    mail = row["UserEmail"].casefold()
    return mail if len(mail) <= 254 and _MAIL.match(mail) else None


def _name(row: Row, key: str) -> str:
    name = one_line(f"{row['UserFirstName']} {row['UserLastName']}", SHORT)
    return name or one_line(f"Worker {key}", SHORT)


class _Organization(NamedTuple):
    name: str
    is_victim_services: bool


def load_programs(load: Load) -> None:
    """Load the projects of the export as programs, each with its organization."""
    organizations = {
        row["OrganizationID"]: _Organization(
            one_line(row["OrganizationCommonName"] or row["OrganizationName"], SHORT),
            row["VictimServiceProvider"] == "1",
        )
        for row in load.rows(ORGANIZATION)
    }
    names = _ProgramNames(load)
    for chunk in in_chunks(load.rows(PROJECT)):
        rows = {key: row for row in chunk if (key := load.key_of(row, "ProjectID"))}
        known = load.existing(Program, rows, Program.name)
        new: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        for key, row in rows.items():
            if code_of(row["ProjectType"]) == STREET_OUTREACH:
                load.outreach_projects.add(key)
            load.code(row, "ProjectType", PROJECT_TYPES)
            _place_program(load, key, row, organizations, known.get(key), names, new, changed)
        load.insert(Program, new)
        load.update(Program, changed)
        tally = load.report.tally("programs")
        tally.created += len(new)
        tally.changed += len(changed)
        tally.unchanged += len(rows) - len(new) - len(changed)


def _place_program(
    load: Load,
    key: str,
    row: Row,
    organizations: dict[str, _Organization],
    known: Any,
    names: "_ProgramNames",
    new: list[dict[str, Any]],
    changed: list[dict[str, Any]],
) -> None:
    updated = load.stamp(row)
    if known is not None and not is_newer(updated, known.source_updated_at):
        load.programs[key] = known.id
        return
    organization = organizations.get(row["OrganizationID"])
    name = one_line(row["ProjectCommonName"] or row["ProjectName"], SHORT) or f"Program {key}"
    values = {
        "source_updated_at": updated,
        "organization": organization.name or None if organization else None,
        "is_victim_services": organization is not None and organization.is_victim_services,
        "ended_at": _ended_at(load, row),
    }
    if known is not None:
        load.programs[key] = known.id
        name = names.free(name, key, organization, own=known.name)
        changed.append({"id": known.id, "name": name, **values})
        return
    identity = {"source_system": load.source_system, "source_key": key}
    by_hand = names.made_by_hand(name)
    if by_hand is not None:
        load.programs[key] = by_hand
        changed.append({"id": by_hand, **identity, **values})
        return
    load.programs[key] = program_id = new_id()
    name = names.free(name, key, organization)
    new.append({"id": program_id, "name": name, **identity, **values})


def _ended_at(load: Load, row: Row) -> datetime | None:
    ended = load.day(row, "OperatingEndDate")
    if ended is None and row["DateDeleted"]:
        return load.moment(load.stamp(row, "DateDeleted"))
    return load.at_noon(ended) if ended and not load.is_future(ended) else None


class _ProgramNames:
    """Names of programs are unique here; in an export they need not be."""

    def __init__(self, load: Load) -> None:
        found = load.session.execute(select(Program.name, Program.id, Program.source_system))
        self._taken = {name: None if source else row_id for name, row_id, source in found}

    def made_by_hand(self, name: str) -> UUID | None:
        """Return a program of this name that no import made; it is then taken."""
        found = self._taken.get(name)
        if found is not None:
            self._taken[name] = None
        return found

    def free(
        self, name: str, key: str, organization: _Organization | None, own: str | None = None
    ) -> str:
        """Return the name, made unique by its organization or key when somebody else has it."""
        owner = organization.name if organization else ""
        for candidate in (name, f"{name} ({owner})" if owner else "", f"{name} ({key})"):
            wanted = candidate[:SHORT]
            if wanted and (wanted == own or wanted not in self._taken):
                self._taken[wanted] = None
                return wanted
        return f"{name[:140]} ({new_id().hex[-12:]})"


def placeholder_program(load: Load, key: str) -> UUID:
    """Return a program for a project nobody described, so that its cases are not lost."""
    found = load.existing(Program, [key])
    if key in found:
        load.programs[key] = found[key].id
        return load.programs[key]
    program_id = new_id()
    name = _ProgramNames(load).free(f"Program {key[:100]}", key, None)
    load.insert(
        Program,
        [
            {
                "id": program_id,
                "name": name,
                "source_system": load.source_system,
                "source_key": key,
            }
        ],
    )
    load.report.tally("programs").created += 1
    load.programs[key] = program_id
    return program_id
