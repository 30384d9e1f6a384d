"""Facts of a client changed field by field: what differs merges, what clashes asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from webapp.domain import names as naming
from webapp.domain.alerts import Sensitivity
from webapp.domain.merge import Edit, merge_fields
from webapp.domain.people import Actor
from webapp.models import Client
from webapp.models.base import SHORT
from webapp.services import access, audit, clients, duplicates, search
from webapp.services.clashes import EditClash
from webapp.services.done import Done
from webapp.services.errors import Clash, Invalid, NotFound
from webapp.services.summary import touch

#: Facts that an edit may change, in the order in which clashes are shown.
EDITABLE = (
    "name_used",
    "legal_name",
    "other_names",
    "pronouns",
    "birth_date",
    "birth_date_quality",
    "languages",
    "needs_interpreter",
    "address",
    "has_no_fixed_address",
    "safe_contact",
    "sensitivity",
)
#: Facts that are asked about together when one of them moved: half of one person's instruction
#: beside half of another's can be unsafe.
ALWAYS_ASK = frozenset({"safe_contact"})


@dataclass(frozen=True)
class EditPage:
    """What the page that changes a client shows."""

    client: Client
    #: Every editable fact as the form writes it.
    values: dict[str, str]
    may_manage: bool
    possible_duplicates: list[duplicates.Duplicate]


def edit_client(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Change facts of a client; each carries what its author saw, and nobody is overwritten."""
    found = access.client_for(session, actor, fields["client_id"])
    if not found.may_read_notes:
        raise NotFound
    client = found.client
    current = values_of(session, client)
    edits = _edits(fields)
    if not found.may_manage:
        edits.pop("sensitivity", None)
    result = merge_fields(edits, current, ALWAYS_ASK)
    if result.clashes:
        clashes = [
            Clash(name, result.clashes[name].yours, result.clashes[name].theirs)
            for name in EDITABLE
            if name in result.clashes
        ]
        raise EditClash(_l("Somebody else changed this while you were writing."), clashes)
    _apply(session, actor, client, result.applied, fields["written_at"])
    if {"name_used", "legal_name", "other_names"} & set(result.applied):
        clients.index_names(session, client.id)
    if result.applied:
        touch(session, [client.id])
    stays = client.sensitivity is not Sensitivity.RESTRICTED or access.may_read_notes(
        session, actor, client
    )
    return Done(
        client_id=client.id,
        subject_id=client.id,
        location=f"/clients/{client.id}" if stays else "/clients",
        say="client_changed",
        details={"fields": sorted(result.applied)},
    )


def edit_page(session: Session, actor: Actor, client_id: UUID, now: datetime) -> EditPage:
    """Return what the page that changes a client shows."""
    found = access.read_client(session, actor, client_id, now, why="edit")
    if not found.may_read_notes:
        raise NotFound
    client = found.client
    alike: list[duplicates.Duplicate] = []
    if client.is_provisional:
        alike = duplicates.find(
            session, actor, duplicates.facts_known(session, client), leave_out=client.id
        )
    if alike:
        shown = [str(one.client_id) for one in alike]
        audit.record(
            session,
            actor,
            "check_new_client",
            now,
            client_id=client.id,
            details={"shown": shown},
        )
    return EditPage(client, values_of(session, client), found.may_manage, alike)


def values_of(session: Session, client: Client) -> dict[str, str]:
    """Return the editable facts the way a form writes them: what edits are compared with."""
    others = search.other_names(session, [client.id]).get(client.id, [])
    return {
        "name_used": client.name_used,
        "legal_name": client.legal_name or "",
        "other_names": "\n".join(others),
        "pronouns": client.pronouns or "",
        "birth_date": client.birth_date.isoformat() if client.birth_date else "",
        "birth_date_quality": client.birth_date_quality or "",
        "languages": ",".join(client.languages),
        "needs_interpreter": "y" if client.needs_interpreter else "",
        "address": client.address or "",
        "has_no_fixed_address": "y" if client.has_no_fixed_address else "",
        "safe_contact": client.safe_contact or "",
        "sensitivity": client.sensitivity.value,
    }


def _edits(fields: Mapping[str, Any]) -> dict[str, Edit]:
    """Return {fact: what its author saw and wants}; a fact sent without the former is refused."""
    edits: dict[str, Edit] = {}
    for name in EDITABLE:
        new, seen = _as_text(name, fields.get(name)), fields.get(f"base_{name}")
        if seen is not None:
            edits[name] = Edit(_tidy(name, seen.text), new)
        elif new:
            raise Invalid({name: [_l("This page is incomplete. Load it again.")]})
    if "name_used" in edits and not edits["name_used"].new:
        raise Invalid({"name_used": [_l("Enter the name this person uses.")]})
    return edits


def _as_text(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "y"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ",".join(value)
    return _tidy(name, str(value))


def _tidy(name: str, text: str) -> str:
    return "\n".join(clients.lines(text)) if name == "other_names" else text


def _apply(
    session: Session,
    actor: Actor,
    client: Client,
    applied: Mapping[str, object],
    written_at: datetime,
) -> None:
    for name, value in applied.items():
        text = str(value or "")
        if name == "other_names":
            clients.set_other_names(session, client.id, clients.lines(text))
        elif name == "birth_date":
            client.birth_date = date.fromisoformat(text) if text else None
            clients.check_birth_date(actor, client.birth_date, written_at)
        elif name == "languages":
            client.languages = [code for code in text.split(",") if code]
        elif name in {"needs_interpreter", "has_no_fixed_address"}:
            setattr(client, name, text == "y")
        elif name == "sensitivity":
            client.sensitivity = Sensitivity(text)
        else:
            setattr(client, name, text or None)
    client.name_folded = naming.fold(client.name_used)[:SHORT]
