"""Clients: added, changed field by field, named, numbered, made findable."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from webapp.domain import names as naming
from webapp.domain.cases import CaseStatus
from webapp.domain.contacts import PhoneKind
from webapp.domain.ids import new_id
from webapp.domain.matching import PersonFacts, Strength
from webapp.domain.people import Actor, Role
from webapp.models import Agency, Case, Client, ClientName, ContactPoint, SearchKey
from webapp.models.base import SHORT
from webapp.services import access, cases, duplicates, programs, receipts, search
from webapp.services.days import local_day
from webapp.services.done import Done
from webapp.services.errors import Invalid, NotFound
from webapp.services.summary import touch

#: Nobody alive was born before this (the oldest person on record lived 122 years).
LONGEST_LIFE_YEARS = 125


def add_client(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Add a client with a case, given to whoever adds them.

    One that waited in an outbox is never turned away for looking like somebody known: the
    record is then marked provisional and what it resembles is kept with the audit event.
    """
    client_id: UUID = fields["client_id"]
    known = session.get(Client, client_id)
    if known is not None or session.get(Case, fields["case_id"]) is not None:
        return _added_before(session, actor, known, fields)
    program = programs.usable(session, actor, fields["program_id"])
    worker_id = _first_worker(session, actor, fields.get("worker_id"))
    check_birth_date(actor, fields.get("birth_date"), fields["written_at"])
    alike = duplicates.find(session, actor, facts_of(fields))
    came_later = fields.get("came_by") == "outbox"
    if not came_later and not fields.get("is_somebody_new"):
        _stop_and_look(alike)
    # Nobody alike: the look at arrival was the look somebody would have taken.
    provisional = came_later and bool(alike) and not fields.get("is_somebody_new")
    client = _new_client(session, actor, fields, now, is_provisional=provisional)
    cases.open_case(
        session,
        actor,
        cases.NewCase(
            case_id=fields["case_id"],
            client_id=client.id,
            program_id=program.id,
            worker_id=worker_id,
            status=CaseStatus.INTAKE,
            reason=fields.get("reason"),
            referral_source=fields.get("referral_source"),
            opened_at=fields["written_at"],
        ),
        now,
    )
    touch(session, [client.id])
    return Done(
        client_id=client.id,
        subject_id=fields["case_id"],
        location=f"/clients/{client.id}",
        say="client_added",
        details={"possible_duplicates": [str(one.client_id) for one in alike]} if alike else {},
    )


def confirm_client(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Say that a provisional client was looked at and is nobody already here."""
    client = access.writable_client(session, actor, fields["client_id"])
    if client.is_provisional:
        client.is_provisional = False
        touch(session, [client.id])
    return Done(
        client_id=client.id,
        subject_id=client.id,
        location=f"/clients/{client.id}",
        say="client_changed",
    )


def index_names(session: Session, client_id: UUID) -> None:
    """Make a client findable by the names and phones they have now."""
    index_many(session, [client_id])


def index_many(session: Session, client_ids: Iterable[UUID]) -> None:
    """Make clients findable by the names and phones they have now."""
    session.flush()
    ids = list(client_ids)
    others = search.other_names(session, ids)
    phones: dict[UUID, list[str]] = {}
    for client_id, value in session.execute(
        select(ContactPoint.client_id, ContactPoint.value).where(
            ContactPoint.client_id.in_(ids),
            ContactPoint.kind == PhoneKind.PHONE,
            ContactPoint.removed_at.is_(None),
        )
    ):
        phones.setdefault(client_id, []).append(value)
    rows = [
        {"key": key, "client_id": row.id}
        for row in session.execute(
            select(Client.id, Client.name_used, Client.legal_name).where(Client.id.in_(ids))
        )
        for key in sorted(
            search.keys_of(
                filter(None, [row.name_used, row.legal_name, *others.get(row.id, ())]),
                phones.get(row.id, ()),
            )
        )
    ]
    session.execute(delete(SearchKey).where(SearchKey.client_id.in_(ids)))
    if rows:
        session.execute(insert(SearchKey), rows)


def next_case_number(session: Session) -> str:
    """Return the agency's next case number; two at one moment never get the same."""
    taken = session.execute(
        update(Agency)
        .values(next_case_number=Agency.next_case_number + 1)
        .returning(Agency.next_case_number)
        .execution_options(synchronize_session="fetch")
    ).scalar_one()
    return f"T-{taken - 1}"


def facts_of(fields: Mapping[str, Any]) -> PersonFacts:
    """Return what a form says of a person, to be compared with the people known."""
    known_by = [fields.get("name_used"), fields.get("legal_name")]
    known_by += lines(fields.get("other_names") or "")
    phone = fields.get("phone")
    return PersonFacts(
        names=tuple(name for name in known_by if name),
        birth_date=fields.get("birth_date"),
        phones=(phone,) if phone else (),
    )


def check_birth_date(actor: Actor, born: date | None, written_at: datetime) -> None:
    """Refuse days on which nobody alive can have been born."""
    if born is None:
        return
    on = local_day(actor, written_at)
    if born > on:
        raise Invalid({"birth_date": [_l("This birth date lies in the future. Check the year.")]})
    if on.year - born.year > LONGEST_LIFE_YEARS:
        raise Invalid({"birth_date": [_l("This birth date is too long ago. Check the year.")]})


def _added_before(
    session: Session, actor: Actor, known: Client | None, fields: Mapping[str, Any]
) -> Done:
    """Answer an id that is taken: the same person sent twice is one, anything else is refused."""
    case = session.get(Case, fields["case_id"])
    same = (
        known is not None
        and case is not None
        and case.client_id == known.id
        and known.created_by == actor.user_id
        and (known.name_used, known.birth_date) == (fields["name_used"], fields.get("birth_date"))
    )
    if not same or known is None:
        raise receipts.ReusedId
    return Done(
        client_id=known.id,
        subject_id=fields["case_id"],
        location=f"/clients/{known.id}",
        say="client_added",
        details={"was_there": True},
    )


def _first_worker(session: Session, actor: Actor, worker_id: UUID | None) -> UUID:
    """Return who gets the case: oneself, or whom a supervisor or administrator names."""
    if worker_id is None or worker_id == actor.user_id:
        if actor.is_administrator and worker_id is None:
            raise Invalid({"worker_id": [_l("Choose who will work with this person.")]})
        return actor.user_id
    if actor.role is Role.WORKER:
        raise NotFound
    if worker_id not in dict(access.assignable_people(session, actor)):
        raise NotFound
    return worker_id


def _stop_and_look(alike: list[duplicates.Duplicate]) -> None:
    if any(one.strength is Strength.PROBABLE for one in alike):
        message = _l("Somebody like this may already be here. Look first, then tick the box.")
        raise Invalid({"is_somebody_new": [message]})


def _new_client(
    session: Session,
    actor: Actor,
    fields: Mapping[str, Any],
    now: datetime,
    *,
    is_provisional: bool,
) -> Client:
    name: str = fields["name_used"]
    client = Client(
        id=fields["client_id"],
        case_number=next_case_number(session),
        name_used=name,
        name_folded=naming.fold(name)[:SHORT],
        legal_name=fields.get("legal_name"),
        pronouns=fields.get("pronouns"),
        birth_date=fields.get("birth_date"),
        birth_date_quality=fields.get("birth_date_quality")
        or ("full" if fields.get("birth_date") else None),
        languages=list(fields.get("languages") or []),
        needs_interpreter=bool(fields.get("needs_interpreter")),
        address=fields.get("address"),
        has_no_fixed_address=bool(fields.get("has_no_fixed_address")),
        safe_contact=fields.get("safe_contact"),
        demographics={},
        is_provisional=is_provisional,
        created_at=now,
        created_by=actor.user_id,
    )
    session.add(client)
    session.flush()
    set_other_names(session, client.id, lines(fields.get("other_names") or ""))
    if fields.get("phone"):
        session.add(
            ContactPoint(
                id=new_id(),
                client_id=client.id,
                kind=PhoneKind.PHONE,
                value=fields["phone"],
                label=fields.get("phone_label"),
                is_safe_to_call=fields.get("safe_to_call"),
                is_safe_to_text=fields.get("safe_to_text"),
                is_safe_for_voicemail=fields.get("safe_for_voicemail"),
                best_times=fields.get("best_times"),
                is_preferred=True,
            )
        )
    index_names(session, client.id)
    return client


def set_other_names(session: Session, client_id: UUID, wanted: list[str]) -> None:
    """Keep these other names of a client, and no more."""
    session.execute(delete(ClientName).where(ClientName.client_id == client_id))
    for name in dict.fromkeys(wanted):
        session.add(ClientName(id=new_id(), client_id=client_id, name=name))
    session.flush()


def lines(text: str) -> list[str]:
    """Return the lines with something on them, in the order other names are kept in."""
    return sorted({line.strip()[:SHORT] for line in text.splitlines() if line.strip()})
