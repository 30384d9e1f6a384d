"""How a demo client is written down: days count back from the day the demo is built."""

from dataclasses import dataclass, field

from webapp.domain.alerts import AlertKind, Sensitivity
from webapp.domain.cases import CaseStatus, RiskLevel, Tier
from webapp.domain.contacts import ContactMethod, ContactOutcome
from webapp.domain.notes import NoteTemplate, Section


@dataclass(frozen=True)
class Phone:
    """A number, and what is safe there; None means nobody has asked."""

    number: str
    call: bool | None = None
    text: bool | None = None
    voicemail: bool | None = None
    times: str | None = None
    label: str | None = None


@dataclass(frozen=True)
class AlertSpec:
    """A safety alert that stands."""

    kind: AlertKind
    text: str
    days: int
    source: str | None = None
    review_in: int = 45


@dataclass(frozen=True)
class RiskStep:
    """A judgement of risk."""

    days: int
    level: RiskLevel
    reason: str
    #: Days from now to the next look; below zero: it is overdue. None: as the standard says.
    review_in: int | None = None


@dataclass(frozen=True)
class StatusStep:
    """A step of the case's status."""

    days: int
    status: CaseStatus
    reason: str | None = None
    review_in: int | None = None


@dataclass(frozen=True)
class NoteSpec:
    """A note; ``late`` is how many days later it was written."""

    days: int
    at: str
    method: ContactMethod
    sections: dict[Section, str]
    template: NoteTemplate = NoteTemplate.CONTACT
    outcome: ContactOutcome = ContactOutcome.COMPLETED
    minutes: int | None = None
    present: str | None = None
    place: str | None = None
    late: int = 0
    late_reason: str | None = None
    addendum: str | None = None
    correction: tuple[Section, str, str] | None = None
    is_draft: bool = False


@dataclass(frozen=True)
class TaskSpec:
    """A next step: due in so many days (below zero: overdue); ``done``: done that many days ago."""

    title: str
    due: int | None
    hard: bool = False
    done: int | None = None
    made: int = 7


@dataclass(frozen=True)
class ServiceSpec:
    """Something given or arranged."""

    days: int
    label: str
    detail: str | None = None


@dataclass(frozen=True)
class ClientSpec:
    """A person the demo agency works with."""

    key: str
    name: str
    born: str | None
    worker: str
    program: str
    opened: int
    legal: str | None = None
    known_as: tuple[str, ...] = ()
    pronouns: str | None = None
    languages: tuple[str, ...] = ("en",)
    interpreter: bool = False
    address: str | None = None
    no_address: bool = False
    safe: str | None = None
    sensitivity: Sensitivity = Sensitivity.NORMAL
    phones: tuple[Phone, ...] = ()
    email: str | None = None
    referral: str | None = None
    tier: Tier = Tier.T2
    second_worker: str | None = None
    alerts: tuple[AlertSpec, ...] = ()
    risks: tuple[RiskStep, ...] = ()
    first_status: CaseStatus = CaseStatus.INTAKE
    #: After the first one, on the day the case was opened.
    statuses: tuple[StatusStep, ...] = ()
    notes: tuple[NoteSpec, ...] = ()
    tasks: tuple[TaskSpec, ...] = ()
    services: tuple[ServiceSpec, ...] = ()


@dataclass(frozen=True)
class HouseholdSpec:
    """People who live together: (client key, relationship to the head)."""

    name: str
    members: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RelationSpec:
    """Somebody who matters to a client: another client, or a person outside the record."""

    client: str
    kind: str
    other: str | None = None
    name: str | None = None
    phone: str | None = None


def plain(text: str, purpose: str | None = None, needs: str | None = None) -> dict[Section, str]:
    """Return the sections of a contact note."""
    found = {Section.NARRATIVE: text, Section.PURPOSE: purpose, Section.NEEDS: needs}
    return {section: words for section, words in found.items() if words}


def call(days: int, at: str, text: str, minutes: int = 10, **more: object) -> NoteSpec:
    """Return a note of a telephone call."""
    return NoteSpec(days, at, ContactMethod.CALL, plain(text), minutes=minutes, **more)  # type: ignore[arg-type]


def visit(days: int, at: str, text: str, minutes: int = 45, **more: object) -> NoteSpec:
    """Return a note of a visit, told as a contact."""
    return NoteSpec(days, at, ContactMethod.VISIT, plain(text), minutes=minutes, **more)  # type: ignore[arg-type]


def office(days: int, at: str, text: str, minutes: int = 30, **more: object) -> NoteSpec:
    """Return a note of a talk at the office."""
    return NoteSpec(days, at, ContactMethod.OFFICE, plain(text), minutes=minutes, **more)  # type: ignore[arg-type]


def outreach(days: int, at: str, text: str, minutes: int = 20, **more: object) -> NoteSpec:
    """Return a note of a talk on the street."""
    return NoteSpec(days, at, ContactMethod.OUTREACH, plain(text), minutes=minutes, **more)  # type: ignore[arg-type]


def text_message(days: int, at: str, text: str, **more: object) -> NoteSpec:
    """Return a note of text messages that were answered."""
    return NoteSpec(days, at, ContactMethod.TEXT, plain(text), minutes=5, **more)  # type: ignore[arg-type]


def tried(days: int, at: str, text: str, method: ContactMethod = ContactMethod.CALL) -> NoteSpec:
    """Return a note of a contact that did not come about."""
    return NoteSpec(days, at, method, plain(text), outcome=ContactOutcome.ATTEMPTED)


@dataclass(frozen=True)
class Agency:
    """All that is written down of the agency's clients."""

    clients: tuple[ClientSpec, ...]
    households: tuple[HouseholdSpec, ...] = field(default=())
    relations: tuple[RelationSpec, ...] = field(default=())
