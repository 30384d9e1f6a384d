"""The words of a case: status, risk, intensity tier, assignment.

Risk (what could happen), urgency (how fast to act on one item) and status (what the case is
doing) are three axes; none is ever derived from another.
"""

from enum import StrEnum


class RiskLevel(StrEnum):
    """What could happen to the client or others, as last judged by a person."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Urgency(StrEnum):
    """How fast one incoming item must be acted on (clocks in ``priority``)."""

    U1 = "u1"
    U2 = "u2"
    U3 = "u3"
    U4 = "u4"
    U5 = "u5"


class CaseStatus(StrEnum):
    """What the case is doing."""

    REFERRED = "referred"
    INTAKE = "intake"
    READY = "ready"
    ACTIVE = "active"
    HOLDING = "holding"
    UNREACHABLE = "unreachable"
    CLOSING = "closing"
    CLOSED = "closed"
    TRANSFERRED = "transferred"


#: Statuses in which a case belongs to nobody's caseload any more.
ENDED_STATUSES = frozenset({CaseStatus.CLOSED, CaseStatus.TRANSFERRED})


class Tier(StrEnum):
    """Intensity of service: hours a month a case is expected to need."""

    T4 = "t4"
    T3 = "t3"
    T2 = "t2"
    T1 = "t1"
    T0 = "t0"


class AssignmentKind(StrEnum):
    """How a worker is bound to a case."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    ACTING = "acting"


#: The longest a case may hold before somebody looks again (days; agency default).
HOLDING_REVIEW_DAYS = 90
