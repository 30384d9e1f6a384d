"""The table of actions, and the one way to run one.

One row is one thing a person can do. ``POST /actions/<name>`` and ``POST /sync/ops`` both call
``perform``, so no rule lives behind only one door.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from webapp.domain.people import Actor, Role
from webapp.forms.base import MomentField, TendForm
from webapp.services import audit, receipts
from webapp.services.done import Done
from webapp.services.errors import Invalid, NotFound, Refused
from webapp.services.receipts import Entry

ANYBODY_SIGNED_IN = frozenset(Role)
SUPERVISORS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


class Verb(Protocol):
    """A function of ``services/``; fields are the form's data, ``written_at``, ``came_by``."""

    def __call__(
        self, session: Session, actor: Any, fields: dict[str, Any], now: datetime
    ) -> Done: ...


@dataclass(frozen=True)
class Action:
    """One row of the table."""

    name: str
    form: type[TendForm]
    verb: Verb
    #: Roles that may do it; None: anybody, signed in or not. Whose client it is, the verb asks.
    who: frozenset[Role] | None = ANYBODY_SIGNED_IN
    #: May it wait in an outbox?
    offline: bool = False
    #: Template of the part of a page that shows the result.
    partial: str | None = None


class UnknownAction(NotFound):
    """There is no such action."""


class AnotherReader(Refused):
    """The page was made for one person and is sent by another, who signed in since."""


TABLE: dict[str, Action] = {}


def add_rows(*rows: Action) -> None:
    """Put rows into the table; a name may stand there once."""
    for row in rows:
        if row.name in TABLE:
            raise ValueError(f"two actions are called {row.name}")
        TABLE[row.name] = row


@dataclass(frozen=True)
class Performed:
    """The answer of ``perform``: the row, what was done, and whether it was done before."""

    action: Action
    done: Done
    was_duplicate: bool = False


class InvalidForm(Invalid):
    """The form as it was sent, with its messages, to be shown again."""

    def __init__(self, action: Action, form: TendForm, errors: Mapping[str, list[object]]) -> None:
        super().__init__(errors)
        self.action = action
        self.form = form


def action_for(name: str, actor: Actor | None, *, came_by: str) -> Action:
    """Return the row if this person may do it this way, else raise."""
    action = TABLE.get(name)
    if action is None or (came_by == "outbox" and not action.offline):
        raise UnknownAction
    if action.who is not None:
        if actor is None:
            raise NotFound
        if actor.role not in action.who:
            raise Refused(_l("Your role does not allow this. Ask your supervisor."))
    return action


def perform(
    session: Session,
    name: str,
    fields: Mapping[str, Any],
    actor: Actor | None,
    now: datetime,
    *,
    entry: Entry | None = None,
    came_by: str = "form",
) -> Performed:
    """Validate, then in the session's transaction: receipt, effect, audit event.

    On any error the session holds nothing of it, and the error is raised.
    """
    action = action_for(name, actor, came_by=came_by)
    _refuse_another_reader(fields, actor)
    form = _checked(action, fields, actor)
    mark = audit.pending_count(session)
    try:
        with session.begin_nested():
            if entry is not None and actor is not None:
                # A receipt's hash is quick to guess at; passwords stay out of it.
                sent = {
                    key: value
                    for key, value in fields.items()
                    if key != "op_id" and "password" not in key
                }
                receipts.open_receipt(session, actor, entry, name, sent, now)
            done = action.verb(session, actor, _data_of(form, entry, now), now)
            if entry is not None and actor is not None:
                result = {"location": done.location, "say": done.say}
                receipts.close_receipt(session, entry, done.client_id, result)
            audit.record(
                session,
                actor,
                name,
                now,
                client_id=done.client_id,
                subject_id=done.subject_id,
                details=_details(done, entry),
            )
            session.flush()
    except receipts.Replayed as known:
        result = known.receipt.result
        done = Done(
            client_id=known.receipt.client_id,
            location=result.get("location"),
            say=result.get("say"),
        )
        return Performed(action, done, was_duplicate=True)
    except Invalid as invalid:
        audit.drop_pending_after(session, mark)
        raise InvalidForm(action, form, invalid.errors) from invalid
    except Exception:
        audit.drop_pending_after(session, mark)
        raise
    return Performed(action, done)


def _refuse_another_reader(fields: Mapping[str, Any], actor: Actor | None) -> None:
    """On a shared browser a page left open stays its reader's: nobody writes as somebody else."""
    reader = fields.get("reader")
    if reader and actor is not None and reader != str(actor.user_id):
        raise AnotherReader(
            _l(
                "Somebody else has signed in here since this page was opened, so it was not "
                "saved. Sign in as yourself and enter it again."
            )
        )


def _checked(action: Action, fields: Mapping[str, Any], actor: Actor | None) -> TendForm:
    form = action.form.read(fields)
    unknown = form.unknown(list(fields))
    if unknown:
        message = _l("This page sent something we do not know. Load it again.")
        raise InvalidForm(action, form, {name: [message] for name in unknown})
    zone = str(fields.get("tz") or "") or (actor.timezone if actor else None)
    for found in form:
        if isinstance(found, MomentField):
            found.resolve(zone)
    if not form.validate():
        raise InvalidForm(action, form, {name: list(said) for name, said in form.errors.items()})
    return form


def _data_of(form: TendForm, entry: Entry | None, now: datetime) -> dict[str, Any]:
    data: dict[str, Any] = {
        name: (None if value == "" else value) for name, value in form.data.items()
    }
    written = entry.occurred_at if entry and entry.occurred_at else now
    # A phone's clock never puts anything into the future.
    data["written_at"] = min(written, now)
    data["came_by"] = entry.came_by if entry else None
    return data


def _details(done: Done, entry: Entry | None) -> dict[str, Any]:
    if entry is None:
        return done.details
    return {**done.details, "op_id": str(entry.op_id), "came_by": entry.came_by}


def rows(*, offline: bool | None = None) -> list[Action]:
    """Return the rows of the table by name, all or those that may (not) wait offline."""
    return [
        TABLE[name] for name in sorted(TABLE) if offline is None or TABLE[name].offline is offline
    ]
