"""Finding people by name, alias, phone ending or case number, forgiving slips and accents."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, intersect, or_, select
from sqlalchemy.orm import Session, aliased

from webapp.domain import names as naming
from webapp.domain.alerts import Sensitivity
from webapp.domain.contacts import PhoneKind
from webapp.domain.people import Actor, Role
from webapp.domain.phones import digits, ending, is_plausible, normalise
from webapp.models import Assignment, Client, ClientName, ContactPoint, SearchKey
from webapp.services import access
from webapp.services.prepared import Prepared

Row = TypeVar("Row")

#: Longest stored key, in characters: the column's width.
KEY_LENGTH = 80
#: People looked at closely for one query; what more there is needs more letters.
MOST_CANDIDATES = 200
#: As many people as are compared one by one, or named one by one, when somebody may see no more.
FEW, COUNTABLE = 400, 1000
#: Digits from which a number is taken for a phone or a case number.
FEWEST_DIGITS = 3
#: Digits of a phone that people remember, and that are kept as a key.
PHONE_ENDING = 4
#: How much less a street found counts than a name found.
STREET_SHARE = 60

_NUMBER = re.compile(r"[\s+()./#-]*(?:t-?\s*)?[\d\s+()./-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FindWords:
    """What a person in a list can be found by; ``phones`` may be whole numbers or endings."""

    names: Sequence[str]
    case_number: str = ""
    phones: Sequence[str] = ()
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One person who answers a search, best answers first."""

    client_id: UUID
    name: str
    case_number: str
    birth_date: date | None
    relevance: int


def keys_of(names: Iterable[str], phones: Iterable[str] = ()) -> set[str]:
    """Return the keys to store for a person: of names, phone endings and whole phones."""
    keys = {key[:KEY_LENGTH] for key in naming.search_keys(names)}
    for phone in phones:
        keys |= phone_keys(phone)
    return keys


def phone_keys(phone: str) -> set[str]:
    """Return the keys of one number: its last four digits, and the whole of it."""
    if not is_plausible(phone):
        return set()
    return {f"e:{ending(phone)}", f"h:{normalise(phone)}"[:KEY_LENGTH]}


def is_number(text: str) -> bool:
    """Tell whether this is typed to find a phone or case number rather than a name."""
    return len(digits(text)) >= FEWEST_DIGITS and bool(_NUMBER.fullmatch(text.strip()))


def find_in(
    rows: Iterable[Row],
    text: str,
    words_of: Callable[[Row], FindWords] = attrgetter("find_words"),
) -> list[Row]:
    """Return the rows that answer what was typed, best first; all of them for no text."""
    rows = list(rows)
    if not text.strip():
        return rows
    if is_number(text):
        return [row for row in rows if _has_number(words_of(row), text)]
    scored = [(score_of(words_of(row), text), row) for row in rows]
    found = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
    return [row for _, row in found]


def score_of(words: FindWords, text: str) -> int:
    """Return 0 to 100: how well these words answer the text."""
    score = naming.relevance(text, words.names)
    if score == 0 and words.address:
        score = naming.relevance(text, [*words.names, words.address]) * STREET_SHARE // 100
    return score


def _has_number(words: FindWords, text: str) -> bool:
    typed = digits(text)
    if typed in digits(words.case_number):
        return True
    return any(
        digits(phone).endswith(typed) or (len(phone) <= 4 and typed.endswith(digits(phone)))
        for phone in words.phones
        if digits(phone)
    )


def find_clients(session: Session, actor: Actor, text: str, limit: int = 20) -> list[Found]:
    """Return the people of the whole agency whom this person may see and who answer the text.

    What it costs does not grow with the agency. A few hundred people are compared one by one;
    for more the keys are asked, whole and half-typed words first, slips only when those leave
    room, and never more than ``MOST_CANDIDATES`` people are read.
    """
    text = text.strip()[:KEY_LENGTH]
    if is_number(text):
        return _by_number(session, actor, text, limit)
    words = naming.tokens(text)[: naming.MOST_QUERY_WORDS]
    if not words:
        return []
    theirs = _if_countable(session, actor)
    if theirs is not None and len(theirs) <= FEW:
        found = _ranked(session, theirs, text)
    else:
        found = _ranked(session, _candidates(session, actor, theirs, _as_typed(words)), text)
        if len(found) < limit:
            known = {one.client_id for one in found}
            others = _candidates(session, actor, theirs, _with_slips(text))
            found += _ranked(session, [one for one in others if one not in known], text)
    found.sort(key=lambda one: (-one.relevance, naming.fold(one.name), one.case_number))
    return found[:limit]


def visible_to(actor: Actor, person: type[Client] | None = None) -> ColumnElement[bool]:
    """Return the condition for everybody this person may see.

    With ``person``, an alias of ``Client``, each row is looked up on its own: right for a few
    rows. Without, it is a condition on ``Client`` that gathers everybody first: the rules of
    access name the table themselves.
    """
    if person is None:
        allowed: list[ColumnElement[bool]] = [Client.id.in_(access.readable_client_ids(actor))]
    else:
        allowed = [
            exists(query.where(Assignment.client_id == person.id).correlate(person))
            for query in _readable(actor)
        ]
    who = person or Client
    if actor.is_administrator:
        allowed.append(who.sensitivity != Sensitivity.RESTRICTED)
    return and_(who.deleted_at.is_(None), or_(*allowed))


def _readable(actor: Actor) -> list[Select[UUID]]:
    queries = [access.own_client_ids(actor.user_id)]
    if actor.role is Role.WORKER:
        queries.append(access.team_client_ids(actor.user_id))
    if actor.role is Role.SUPERVISOR:
        queries.append(access.supervised_client_ids(actor.user_id))
    return queries


def _if_countable(session: Session, actor: Actor) -> list[UUID] | None:
    """Return everybody this person may see, or None when they are too many to name."""
    if actor.is_administrator:
        return None
    ids: set[UUID] = set()
    for query in _readable(actor):
        found = list(session.scalars(query.limit(2 * COUNTABLE)))
        ids.update(found)
        if len(ids) > COUNTABLE or len(found) == 2 * COUNTABLE:
            return None
    return list(ids)


def _as_typed(words: Sequence[str]) -> list[ColumnElement[bool]]:
    """Return one condition for each word; the last may be half typed."""
    *whole, last = words
    low, high = naming.prefix_range(last)
    return [
        *(SearchKey.key == f"t:{word}"[:KEY_LENGTH] for word in dict.fromkeys(whole)),
        and_(SearchKey.key >= low[:KEY_LENGTH], SearchKey.key < high),
    ]


def _with_slips(text: str) -> list[ColumnElement[bool]]:
    """Return one condition for each word, met by whoever has a word like it."""
    return [
        SearchKey.key.in_([key[:KEY_LENGTH] for key in keys]) for keys in naming.query_keys(text)
    ]


def _candidates(
    session: Session,
    actor: Actor,
    theirs: list[UUID] | None,
    conditions: Sequence[ColumnElement[bool]],
) -> list[UUID]:
    """Return ids that meet every condition and may be seen, as many as are worth reading."""
    queries = [select(SearchKey.client_id).where(condition) for condition in conditions]
    if theirs is not None:
        queries = [query.where(SearchKey.client_id.in_(theirs)) for query in queries]
    met = intersect(*queries).subquery() if len(queries) > 1 else queries[0].subquery()
    if theirs is not None:
        return list(session.scalars(select(met.c.client_id).distinct().limit(MOST_CANDIDATES)))
    person = aliased(Client)
    query = (
        select(person.id)
        .join(met, met.c.client_id == person.id)
        .where(visible_to(actor, person))
        .limit(MOST_CANDIDATES)
    )
    return list(dict.fromkeys(session.scalars(query)))


_KNOWN = Prepared(
    lambda: select(
        Client.id, Client.name_used, Client.legal_name, Client.case_number, Client.birth_date
    ).where(Client.id.in_(bindparam("ids", expanding=True)), Client.deleted_at.is_(None))
)
_OTHER_NAMES = Prepared(
    lambda: (
        select(ClientName.client_id, ClientName.name)
        .where(ClientName.client_id.in_(bindparam("ids", expanding=True)))
        .order_by(ClientName.name)
    )
)


def _ranked(session: Session, ids: Sequence[UUID], text: str) -> list[Found]:
    if not ids:
        return []
    clients = _KNOWN.rows(session, ids=list(ids))
    others = other_names(session, [row.id for row in clients])
    found = []
    for row in clients:
        known_by = [row.name_used, *filter(None, [row.legal_name]), *others.get(row.id, ())]
        score = naming.relevance(text, known_by)
        if score:
            found.append(Found(row.id, row.name_used, row.case_number, row.birth_date, score))
    return found


def other_names(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Return the other names of these people, those with none left out."""
    if not ids:
        return {}
    session.flush()
    names: dict[UUID, list[str]] = {}
    for client_id, name in _OTHER_NAMES.rows(session, ids=list(ids)):
        names.setdefault(client_id, []).append(name)
    return names


def _by_number(session: Session, actor: Actor, text: str, limit: int) -> list[Found]:
    """Find by case number, or by the last four or more digits of a phone."""
    typed = digits(text)
    person = aliased(Client)
    conditions = [person.case_number.in_([text, text.upper(), f"T-{typed}", typed])]
    if len(typed) >= PHONE_ENDING:
        conditions.append(person.id.in_(_who_have_number(session, typed)))
    query = (
        select(person.id, person.name_used, person.case_number, person.birth_date)
        .where(or_(*conditions), visible_to(actor, person))
        .order_by(person.name_folded, person.id)
        .limit(limit)
    )
    return [
        Found(row.id, row.name_used, row.case_number, row.birth_date, 100)
        for row in session.execute(query)
    ]


def _who_have_number(session: Session, typed: str) -> list[UUID]:
    """Return whose phone ends in these digits."""
    query = (
        select(ContactPoint.client_id, ContactPoint.value)
        .join(SearchKey, SearchKey.client_id == ContactPoint.client_id)
        .where(
            SearchKey.key == f"e:{typed[-PHONE_ENDING:]}",
            ContactPoint.removed_at.is_(None),
            ContactPoint.kind == PhoneKind.PHONE,
        )
        .limit(MOST_CANDIDATES)
    )
    return [row.client_id for row in session.execute(query) if digits(row.value).endswith(typed)]
