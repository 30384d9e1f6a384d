"""Clients of an export: what Client.csv says of them, merged with what was put right here.

A row counts only when it is newer than the one loaded last. Field by field, the export wins
where nobody changed the field here since; where somebody did, what was written here stays and
the report says so.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select, update

from webapp.domain.alerts import Sensitivity
from webapp.domain.ids import new_id
from webapp.domain.names import fold
from webapp.models import Agency, Client
from webapp.models.base import SHORT
from webapp.schemas.hmis import CLIENT, ENROLLMENT, HEALTH_AND_DV
from webapp.services.clients import index_many
from webapp.services.hmis_client_values import Values, client_values, last_four, warn_of_names
from webapp.services.hmis_export import NotAnExport
from webapp.services.hmis_languages import LANGUAGES
from webapp.services.hmis_load import Load, in_chunks, is_newer
from webapp.services.hmis_rows import Row
from webapp.services.hmis_values import code_of

_CHUNK = 500
#: Not from Client.csv: known whether or not its row is newer.
_FROM_OTHER_FILES = ("sensitivity", "languages", "needs_interpreter")
_DEMOGRAPHICS = "demographics."
_NOT_A_LANGUAGE = frozenset({8, 9, 99})


class _OtherFacts(NamedTuple):
    """What other files say of clients, by PersonalID."""

    survivors: set[str]
    languages: dict[str, str]
    interpreted: set[str]


def load_clients(load: Load) -> None:
    """Load Client.csv; raise NotAnExport when it holds not one client."""
    facts = _OtherFacts(_survivors(load), *_languages(load))
    for chunk in in_chunks(load.rows(CLIENT), _CHUNK):
        rows = _newest(load, chunk)
        found = load.session.scalars(
            select(Client).where(
                Client.source_system == load.source_system, Client.source_key.in_(list(rows))
            )
        )
        known = {client.source_key: client for client in found}
        _create(load, {key: row for key, row in rows.items() if key not in known}, facts)
        renamed = []
        for key, client in known.items():
            if key is not None:
                load.clients[key] = client.id
                if _merge(load, client, rows[key], facts):
                    renamed.append(client.id)
        index_many(load.session, renamed)
        for client in known.values():
            load.session.expunge(client)
    if not load.clients:
        raise NotAnExport("Client.csv holds no client that could be read; nothing was loaded.")


def _newest(load: Load, chunk: Iterable[Row]) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for row in chunk:
        key = load.key_of(row, "PersonalID")
        if key is None:
            continue
        warn_of_names(load, row)
        before = rows.get(key)
        if before is not None or key in load.clients:
            load.doubt(row, "PersonalID", "This client stands twice; the newer row was kept.")
        if before is None or is_newer(load.stamp(row), load.stamp(before)):
            rows[key] = row
    return rows


def _survivors(load: Load) -> set[str]:
    """Return who ever said to have survived domestic violence."""
    return {
        row["PersonalID"]
        for row in load.rows(HEALTH_AND_DV)
        if row["DomesticViolenceSurvivor"] == "1" and not row["DateDeleted"]
    }


def _languages(load: Load) -> tuple[dict[str, str], set[str]]:
    """Return the languages people prefer, and who needs an interpreter (not in FY2026)."""
    languages: dict[str, str] = {}
    interpreted: set[str] = set()
    for row in load.rows(ENROLLMENT, shown=False):
        if not row.has("PreferredLanguage") and not row.has("TranslationNeeded"):
            break
        if row["TranslationNeeded"] == "1":
            interpreted.add(row["PersonalID"])
        code = code_of(row["PreferredLanguage"])
        if code is None or code in _NOT_A_LANGUAGE:
            continue
        if code in LANGUAGES:
            languages[row["PersonalID"]] = LANGUAGES[code]
        else:
            load.doubt(
                row, "PreferredLanguage", "No language is known here for this code.", harmless=True
            )
    return languages, interpreted


# --- New clients ------------------------------------------------------------------


def _create(load: Load, rows: dict[str, Row], facts: _OtherFacts) -> None:
    new: list[dict[str, Any]] = []
    number = _reserve_case_numbers(load, len(rows))
    for key, row in rows.items():
        values = client_values(load, row) | _other_values(key, facts, {})
        client_id = new_id()
        load.clients[key] = client_id
        load.created_clients.add(client_id)
        new.append(
            {
                "id": client_id,
                "case_number": f"T-{number + len(new)}",
                "source_system": load.source_system,
                "source_key": key,
                "source_updated_at": load.stamp(row),
                "source_values": values,
                "created_at": load.moment(load.stamp(row, "DateCreated")),
                "deleted_at": _deleted_at(load, row, values),
                "name_folded": fold(values["name_used"])[:SHORT],
                **_as_columns(values),
            }
        )
    load.insert(Client, new)
    index_many(load.session, [row["id"] for row in new])
    load.report.tally("clients").created += len(new)


def _reserve_case_numbers(load: Load, how_many: int) -> int:
    """Return the first of so many numbers that nobody else will get."""
    after = load.session.execute(
        update(Agency)
        .values(next_case_number=Agency.next_case_number + how_many)
        .returning(Agency.next_case_number)
        .execution_options(synchronize_session="fetch")
    ).scalar_one()
    return after - how_many


def _other_values(key: str, facts: _OtherFacts, base: Values) -> Values:
    """Return what other files say; what they do not mention stays as it was."""
    language = facts.languages.get(key)
    return {
        "sensitivity": Sensitivity.SENSITIVE.value
        if key in facts.survivors
        else base.get("sensitivity", Sensitivity.NORMAL.value),
        "languages": [language] if language else base.get("languages", []),
        "needs_interpreter": key in facts.interpreted or base.get("needs_interpreter", False),
    }


def _deleted_at(load: Load, row: Row, values: Values) -> Any:
    return load.moment(load.stamp(row, "DateDeleted")) if values["is_deleted"] else None


def _as_columns(values: Values) -> dict[str, Any]:
    """Return the values as the columns of a client."""
    columns = {
        name: value
        for name, value in values.items()
        if name != "is_deleted" and not name.startswith(_DEMOGRAPHICS)
    }
    birth = values["birth_date"]
    return columns | {
        "birth_date": date.fromisoformat(birth) if birth else None,
        "sensitivity": Sensitivity(values["sensitivity"]),
        "demographics": {
            name.removeprefix(_DEMOGRAPHICS): value
            for name, value in values.items()
            if name.startswith(_DEMOGRAPHICS)
        },
    }


# --- Clients known already ----------------------------------------------------------


def _merge(load: Load, client: Client, row: Row, facts: _OtherFacts) -> bool:
    """Bring a known client up to date; tell whether they are known by another name now."""
    key = row["PersonalID"]
    base: Values = client.source_values or {}
    updated = load.stamp(row)
    newer = is_newer(updated, client.source_updated_at)
    incoming = client_values(load, row) if newer else dict(base)
    incoming |= _other_values(key, facts, base)
    _keep_ssn(load, row, base, incoming)
    if newer:
        client.source_updated_at = updated
    tally = load.report.tally("clients")
    if incoming == base:
        tally.unchanged += 1
        return False
    current = _current_values(client)
    news = {name for name in incoming.keys() | base.keys() if incoming.get(name) != base.get(name)}
    kept = {name for name in news if current.get(name) not in (base.get(name), incoming.get(name))}
    result = dict(current)
    for name in news - kept:
        if name in incoming:
            result[name] = incoming[name]
        else:
            result.pop(name, None)
    client.source_values = incoming
    for name in sorted(kept):
        field = name.removeprefix(_DEMOGRAPHICS)
        load.report.doubt(
            row.file,
            row.line,
            "Changed both in the export and here; what stands here was kept.",
            column=field,
        )
    if result == current:
        tally.unchanged += 1
        return False
    tally.changed += 1
    load.touch(client.id)
    return _apply(load, client, row, result, current)


def _keep_ssn(load: Load, row: Row, base: Values, incoming: Values) -> None:
    """An import that was not asked for numbers says nothing about the one kept earlier."""
    name = "demographics.ssn_last4"
    if not load.keep_ssn or not row["SSN"]:
        if name in base:
            incoming[name] = base[name]
    elif name not in incoming:
        kept = last_four(load, row)
        if kept is not None:
            incoming[name] = kept


def _current_values(client: Client) -> Values:
    return {
        "name_used": client.name_used,
        "legal_name": client.legal_name,
        "birth_date": client.birth_date.isoformat() if client.birth_date else None,
        "birth_date_quality": client.birth_date_quality,
        "is_deleted": client.deleted_at is not None,
        "sensitivity": client.sensitivity.value,
        "languages": client.languages,
        "needs_interpreter": client.needs_interpreter,
        **{f"{_DEMOGRAPHICS}{name}": value for name, value in client.demographics.items()},
    }


def _apply(load: Load, client: Client, row: Row, result: Values, current: Values) -> bool:
    """Set the columns that changed; tell whether a name did."""
    columns = _as_columns(result)
    for name, value in columns.items():
        setattr(client, name, value)
    if result["is_deleted"] != current["is_deleted"]:
        client.deleted_at = _deleted_at(load, row, result)
    if (result["name_used"], result["legal_name"]) != (current["name_used"], current["legal_name"]):
        client.name_folded = fold(client.name_used)[:SHORT]
        return True
    return False
