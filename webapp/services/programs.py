"""Programs: which of them somebody may open a case in."""

from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, aliased

from webapp.domain.people import Actor
from webapp.models import Assignment, Case, Program, TeamMember
from webapp.services.errors import Invalid


@dataclass(frozen=True, slots=True)
class ProgramChoice:
    """A program a case may be opened in."""

    program_id: UUID
    name: str
    #: The person has cases in it now: shown first.
    is_own: bool


def choices(session: Session, actor: Actor) -> list[ProgramChoice]:
    """Return the programs this person may open a case in, their own first, then by name."""
    own = _has_case_of(Assignment.user_id == actor.user_id)
    query = select(Program.id, Program.name, own.label("is_own")).where(_allowed(actor))
    found = [ProgramChoice(row.id, row.name, bool(row.is_own)) for row in session.execute(query)]
    return sorted(found, key=lambda one: (not one.is_own, one.name.casefold()))


def usable(session: Session, actor: Actor, program_id: UUID) -> Program:
    """Return the program when this person may open a case in it, else say so at the field."""
    query = select(Program).where(Program.id == program_id, _allowed(actor))
    program = session.scalars(query).one_or_none()
    if program is None:
        raise Invalid({"program_id": [_l("Choose one of the programs shown.")]})
    return program


def _allowed(actor: Actor) -> ColumnElement[bool]:
    """Programs that go on; those of victim services only for people who work in them."""
    running = Program.ended_at.is_(None)
    if actor.is_administrator:
        return running
    mine, mates = aliased(TeamMember), aliased(TeamMember)
    team = (
        select(mates.user_id)
        .join(mine, mine.team_id == mates.team_id)
        .where(mine.user_id == actor.user_id)
    )
    works_there = _has_case_of(
        or_(Assignment.user_id == actor.user_id, Assignment.user_id.in_(team))
    )
    return running & or_(Program.is_victim_services.is_(False), works_there)


def _has_case_of(whose: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(
        select(Assignment.id)
        .join(Case, Case.id == Assignment.case_id)
        .where(Case.program_id == Program.id, Assignment.ended_at.is_(None), whose)
        .correlate(Program)
    )
