"""The demo agency itself: its programs, its teams, and who works there."""

from dataclasses import dataclass
from datetime import date

from webapp.domain.people import Role

NAME = "Harbor Street Outreach"
PASSWORD = "harbor-street-demo"  # noqa: S105 - printed for everybody who starts the demo
#: Mark in the agency's settings: only what carries it is ever thrown away by ``--fresh``.
MARK = "demo_built_on"


@dataclass(frozen=True)
class Built:
    """The demo that is there now, and the day its dates count from."""

    on: date
    was_there: bool


@dataclass(frozen=True)
class Staff:
    """Somebody who works at the agency; those without an address cannot sign in."""

    key: str
    name: str
    role: Role
    team: str | None
    what: str
    email: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class DemoProgram:
    """A program of the agency."""

    key: str
    name: str
    is_shared: bool = False


PROGRAMS = (
    DemoProgram("reentry", "Reentry"),
    DemoProgram("family", "Family services"),
    DemoProgram("street", "Street outreach", is_shared=True),
)

TEAMS = ("Harbor team", "Shoreline team")

STAFF = (
    Staff(
        "marisol",
        "Marisol Vega",
        Role.WORKER,
        "Harbor team",
        "case worker",
        "worker@example.org",
    ),
    Staff(
        "tom",
        "Tom Achterberg",
        Role.WORKER,
        "Harbor team",
        "case worker",
        "worker2@example.org",
    ),
    Staff("hana", "Hana Kobayashi", Role.WORKER, "Shoreline team", "case worker"),
    Staff("andre", "André Baptiste", Role.WORKER, "Shoreline team", "case worker"),
    Staff(
        "denise",
        "Denise Holloway",
        Role.SUPERVISOR,
        None,
        "supervisor of both teams",
        "supervisor@example.org",
    ),
    Staff(
        "priya",
        "Priya Raman",
        Role.ADMINISTRATOR,
        None,
        "administrator",
        "admin@example.org",
    ),
)

ACCOUNTS = tuple(person for person in STAFF if person.email)
