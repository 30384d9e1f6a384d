"""Note templates with their sections, and the states of a note."""

from enum import StrEnum


class NoteTemplate(StrEnum):
    """The shape of a note; sections in ``SECTIONS``."""

    CONTACT = "contact"
    HOME_VISIT = "home_visit"
    MISSED = "missed"
    CRISIS = "crisis"
    COLLATERAL = "collateral"
    SOAP = "soap"
    DAP = "dap"
    BIRP = "birp"
    GIRP = "girp"


class NoteState(StrEnum):
    """A note is edited while a draft, locked once signed, and never deleted."""

    DRAFT = "draft"
    SIGNED = "signed"
    IN_ERROR = "in_error"


class AmendmentKind(StrEnum):
    """What may be added to a signed note."""

    ADDENDUM = "addendum"
    CORRECTION = "correction"
    IN_ERROR = "in_error"


class Section(StrEnum):
    """One headed part of a note."""

    NARRATIVE = "narrative"
    PURPOSE = "purpose"
    NEEDS = "needs"
    PERSONS_SEEN = "persons_seen"
    PRIVATE_TALK = "private_talk"
    HOME_CONDITIONS = "home_conditions"
    HAZARDS = "hazards"
    WORKER_SAFETY = "worker_safety"
    STRENGTHS = "strengths"
    CONCERNS = "concerns"
    FOLLOW_UP = "follow_up"
    SCHEDULED_FOR = "scheduled_for"
    REASON_KNOWN = "reason_known"
    ATTEMPTS = "attempts"
    RISK_CHECK = "risk_check"
    RESCHEDULE = "reschedule"
    WHAT_HAPPENED = "what_happened"
    IMMEDIATE_DANGER = "immediate_danger"
    ACTIONS_TAKEN = "actions_taken"
    NOTIFIED = "notified"
    SAFETY_PLAN = "safety_plan"
    DEBRIEF = "debrief"
    SOURCE = "source"
    CONSENT_BASIS = "consent_basis"
    INFORMATION = "information"
    RELIABILITY = "reliability"
    SUBJECTIVE = "subjective"
    OBJECTIVE = "objective"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    DATA = "data"
    BEHAVIOUR = "behaviour"
    INTERVENTION = "intervention"
    RESPONSE = "response"
    GOAL = "goal"


#: Sections of each template in order; the first is where a hurried worker starts.
#: SOAP, DAP, BIRP and GIRP as published; the others are our defaults.
SECTIONS: dict[NoteTemplate, tuple[Section, ...]] = {
    NoteTemplate.CONTACT: (Section.NARRATIVE, Section.PURPOSE, Section.NEEDS),
    NoteTemplate.HOME_VISIT: (
        Section.NARRATIVE,
        Section.PERSONS_SEEN,
        Section.PRIVATE_TALK,
        Section.HOME_CONDITIONS,
        Section.HAZARDS,
        Section.WORKER_SAFETY,
        Section.STRENGTHS,
        Section.CONCERNS,
        Section.FOLLOW_UP,
    ),
    NoteTemplate.MISSED: (
        Section.SCHEDULED_FOR,
        Section.REASON_KNOWN,
        Section.ATTEMPTS,
        Section.RISK_CHECK,
        Section.RESCHEDULE,
    ),
    NoteTemplate.CRISIS: (
        Section.WHAT_HAPPENED,
        Section.IMMEDIATE_DANGER,
        Section.ACTIONS_TAKEN,
        Section.NOTIFIED,
        Section.SAFETY_PLAN,
        Section.DEBRIEF,
    ),
    NoteTemplate.COLLATERAL: (
        Section.INFORMATION,
        Section.SOURCE,
        Section.CONSENT_BASIS,
        Section.RELIABILITY,
        Section.FOLLOW_UP,
    ),
    NoteTemplate.SOAP: (
        Section.SUBJECTIVE,
        Section.OBJECTIVE,
        Section.ASSESSMENT,
        Section.PLAN,
    ),
    NoteTemplate.DAP: (Section.DATA, Section.ASSESSMENT, Section.PLAN),
    NoteTemplate.BIRP: (
        Section.BEHAVIOUR,
        Section.INTERVENTION,
        Section.RESPONSE,
        Section.PLAN,
    ),
    NoteTemplate.GIRP: (
        Section.GOAL,
        Section.INTERVENTION,
        Section.RESPONSE,
        Section.PLAN,
    ),
}

#: Longest text of one section (characters).
SECTION_LIMIT = 20_000
