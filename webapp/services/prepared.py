"""Readings that are written once for the life of the process.

Building a query, and finding it again among those compiled before, takes several times as long
as running it. The pages people open all day therefore keep theirs ready; what is asked is then
only parameters. Rows come back as plain rows, not as objects of the session, so that nothing
read here can be changed by accident.
"""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, Uuid, bindparam
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import SelectBase

from webapp.domain.people import Actor, Role

#: Stands in for the id of whoever asks.
ME = cast("UUID", bindparam("me", type_=Uuid()))
#: Stands in for the id of the client a page is about.
THE_CLIENT = cast("UUID", bindparam("client_id", type_=Uuid()))


def anybody(role: Role) -> Actor:
    """Return a stand-in for whoever asks in this role; their id is the parameter ``me``."""
    return Actor(ME, role, "")


class Prepared:
    """One reading; ``make`` writes it, once for each variant it is asked in."""

    def __init__(self, make: Callable[..., Any]) -> None:
        self._make = make
        self._made: dict[tuple[Any, ...], Any] = {}

    def rows(self, session: Session, *variant: Any, **parameters: Any) -> list[Any]:
        """Return the rows for these parameters."""
        return list(self._run(session, variant, parameters).all())

    def first(self, session: Session, *variant: Any, **parameters: Any) -> Any:
        """Return the first row for these parameters, or None."""
        return self._run(session, variant, parameters).first()

    def _run(
        self, session: Session, variant: tuple[Any, ...], parameters: dict[str, Any]
    ) -> CursorResult[Any]:
        made: Any = self._made.get(variant)
        if made is None:
            made = self._made[variant] = _with_kept_key(self._make(*variant))
        found: CursorResult[Any] = session.connection().execute(made, parameters)
        return found


def _with_kept_key(query: SelectBase) -> SelectBase:
    """Let a query remember the key under which it is found compiled.

    SQLAlchemy works it out anew for every run, since a query may be changed; these never are.
    """
    key = query._generate_cache_key()
    query.__dict__["_generate_cache_key"] = lambda: key
    return query
