"""People who matter to a client: another client, or somebody outside the record."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from webapp.domain.people import Actor
from webapp.domain.phones import is_plausible
from webapp.models import Relationship
from webapp.services import access, receipts
from webapp.services.done import Done
from webapp.services.errors import Invalid
from webapp.services.summary import touch


def add_relationship(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Say who matters to a client, and in which way."""
    client = access.writable_client(session, actor, fields["client_id"])
    if session.get(Relationship, fields["relationship_id"]) is not None:
        raise receipts.ReusedId
    other_id, name = fields.get("other_client_id"), fields.get("other_name")
    if other_id is not None:
        # Somebody one may not see cannot be named by their id.
        access.client_for(session, actor, other_id)
        name = None
    elif not name:
        raise Invalid({"other_name": [_l("Enter the name of this person.")]})
    if other_id == client.id:
        raise Invalid({"other_name": [_l("Choose somebody else: this is the client.")]})
    phone = fields.get("phone")
    if phone and not is_plausible(phone):
        message = _l("Enter a phone number with 7 to 15 digits, like 555 201 4477.")
        raise Invalid({"phone": [message]})
    relationship = Relationship(
        id=fields["relationship_id"],
        client_id=client.id,
        other_client_id=other_id,
        other_name=name,
        kind=fields["kind"],
        phone=phone,
    )
    session.add(relationship)
    touch(session, [client.id])
    return Done(
        client_id=client.id,
        subject_id=relationship.id,
        location=f"/clients/{client.id}/household",
        say="relationship_added",
    )
