"""What must be there before a case is ready to be scheduled (agency default)."""

from enum import StrEnum


class Readiness(StrEnum):
    """One line of the checklist."""

    IDENTITY = "identity"
    CONSENT = "consent"
    ELIGIBILITY = "eligibility"
    ACCESS_NEEDS = "access_needs"
    SAFETY_CHECK = "safety_check"
    FORMS = "forms"
    NOTHING_MISSING = "nothing_missing"


class ClosureReason(StrEnum):
    """Why a case closes; after HUD's lists of reasons for leaving."""

    GOALS_MET = "goals_met"
    WITHDREW = "withdrew"
    MOVED = "moved"
    NOT_REACHED = "not_reached"
    TRANSFERRED = "transferred"
    NOT_ELIGIBLE = "not_eligible"
    TIME_LIMIT = "time_limit"
    PROGRAM_ENDED = "program_ended"
    NOT_TAKING_PART = "not_taking_part"
    INCARCERATED = "incarcerated"
    TOO_ILL = "too_ill"
    DECEASED = "deceased"
    DUPLICATE = "duplicate"
    OTHER = "other"
