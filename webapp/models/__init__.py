"""Tables, one file per subject; importing this package makes all of them known."""

from webapp.models.audit import AuditEvent
from webapp.models.base import Base
from webapp.models.cases import (
    Assignment,
    Case,
    RiskChange,
    ServiceRecord,
    StatusChange,
    TierChange,
)
from webapp.models.clients import Alert, Client, ClientName, ContactPoint, SearchKey
from webapp.models.households import Household, HouseholdMember, Relationship
from webapp.models.notes import Amendment, Note
from webapp.models.people import (
    Agency,
    MailedLink,
    Program,
    SignInAttempt,
    Team,
    TeamMember,
    User,
    UserSession,
)
from webapp.models.sync import Device, Receipt, ServerKey
from webapp.models.tasks import Task

__all__ = [
    "Agency",
    "Alert",
    "Amendment",
    "Assignment",
    "AuditEvent",
    "Base",
    "Case",
    "Client",
    "ClientName",
    "ContactPoint",
    "Device",
    "Household",
    "HouseholdMember",
    "MailedLink",
    "Note",
    "Program",
    "Receipt",
    "Relationship",
    "RiskChange",
    "SearchKey",
    "ServerKey",
    "ServiceRecord",
    "SignInAttempt",
    "StatusChange",
    "Task",
    "Team",
    "TeamMember",
    "TierChange",
    "User",
    "UserSession",
]
