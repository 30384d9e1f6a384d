"""Words for the codes of the domain: enumerations, reasons, and what is said after an action."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.domain.alerts import AlertKind, Sensitivity
from webapp.domain.cases import AssignmentKind, CaseStatus, RiskLevel, Tier
from webapp.domain.contacts import ContactMethod, ContactOutcome
from webapp.domain.notes import NoteState, NoteTemplate, Section
from webapp.domain.people import Role
from webapp.domain.priority import Band
from webapp.domain.reasons import Reason, ReasonCode

ROLES: Mapping[StrEnum, Any] = {
    Role.WORKER: _l("Outreach worker"),
    Role.SUPERVISOR: _l("Supervisor"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
RISKS: Mapping[StrEnum, Any] = {
    RiskLevel.CRITICAL: _l("Critical"),
    RiskLevel.HIGH: _l("High"),
    RiskLevel.MEDIUM: _l("Medium"),
    RiskLevel.LOW: _l("Low"),
}
STATUSES: Mapping[StrEnum, Any] = {
    CaseStatus.REFERRED: _l("Referred, waiting"),
    CaseStatus.INTAKE: _l("Intake in progress"),
    CaseStatus.READY: _l("Ready to schedule"),
    CaseStatus.ACTIVE: _l("Active"),
    CaseStatus.HOLDING: _l("Holding"),
    CaseStatus.UNREACHABLE: _l("Cannot be reached"),
    CaseStatus.CLOSING: _l("Closing"),
    CaseStatus.CLOSED: _l("Closed"),
    CaseStatus.TRANSFERRED: _l("Transferred"),
}
TIERS: Mapping[StrEnum, Any] = {
    Tier.T4: _l("Crisis, 12 hours a month"),
    Tier.T3: _l("Intensive, 8 hours a month"),
    Tier.T2: _l("Standard, 4 hours a month"),
    Tier.T1: _l("Supportive, 2 hours a month"),
    Tier.T0: _l("Monitoring, 1 hour a month"),
}
ASSIGNMENTS: Mapping[StrEnum, Any] = {
    AssignmentKind.PRIMARY: _l("Primary worker"),
    AssignmentKind.SECONDARY: _l("Secondary worker"),
    AssignmentKind.ACTING: _l("Standing in"),
}
METHODS: Mapping[StrEnum, Any] = {
    ContactMethod.VISIT: _l("Visit"),
    ContactMethod.OFFICE: _l("Office"),
    ContactMethod.OUTREACH: _l("Outreach"),
    ContactMethod.CALL: _l("Call"),
    ContactMethod.VIDEO: _l("Video call"),
    ContactMethod.TEXT: _l("Text"),
    ContactMethod.EMAIL: _l("Email"),
    ContactMethod.LETTER: _l("Letter"),
}
OUTCOMES: Mapping[StrEnum, Any] = {
    ContactOutcome.COMPLETED: _l("We were in contact"),
    ContactOutcome.ATTEMPTED: _l("Tried, no contact"),
}
TEMPLATES: Mapping[StrEnum, Any] = {
    NoteTemplate.CONTACT: _l("Contact"),
    NoteTemplate.HOME_VISIT: _l("Home visit"),
    NoteTemplate.MISSED: _l("Missed appointment"),
    NoteTemplate.CRISIS: _l("Crisis"),
    NoteTemplate.COLLATERAL: _l("Collateral"),
    NoteTemplate.SOAP: _l("SOAP"),
    NoteTemplate.DAP: _l("DAP"),
    NoteTemplate.BIRP: _l("BIRP"),
    NoteTemplate.GIRP: _l("GIRP"),
}
NOTE_STATES: Mapping[StrEnum, Any] = {
    NoteState.DRAFT: _l("Draft, not signed"),
    NoteState.SIGNED: _l("Signed"),
    NoteState.IN_ERROR: _l("Entered in error"),
}
SECTIONS: Mapping[StrEnum, Any] = {
    Section.NARRATIVE: _l("What happened?"),
    Section.PURPOSE: _l("Purpose"),
    Section.NEEDS: _l("Needs and risks"),
    Section.PERSONS_SEEN: _l("Persons seen"),
    Section.PRIVATE_TALK: _l("Private talk with client or child"),
    Section.HOME_CONDITIONS: _l("Home conditions"),
    Section.HAZARDS: _l("Safety hazards"),
    Section.WORKER_SAFETY: _l("Worker safety"),
    Section.STRENGTHS: _l("Strengths"),
    Section.CONCERNS: _l("Concerns"),
    Section.FOLLOW_UP: _l("Follow-up"),
    Section.SCHEDULED_FOR: _l("When was the appointment?"),
    Section.REASON_KNOWN: _l("Reason, if known"),
    Section.ATTEMPTS: _l("What did you try?"),
    Section.RISK_CHECK: _l("Risk check"),
    Section.RESCHEDULE: _l("New appointment"),
    Section.WHAT_HAPPENED: _l("What happened, and when?"),
    Section.IMMEDIATE_DANGER: _l("Immediate danger"),
    Section.ACTIONS_TAKEN: _l("What was done, with times"),
    Section.NOTIFIED: _l("Who was told, with reference numbers"),
    Section.SAFETY_PLAN: _l("Safety plan"),
    Section.DEBRIEF: _l("Debrief"),
    Section.SOURCE: _l("Who told you, and their role"),
    Section.CONSENT_BASIS: _l("Consent for this talk"),
    Section.INFORMATION: _l("What they told you"),
    Section.RELIABILITY: _l("How reliable is it?"),
    Section.SUBJECTIVE: _l("Subjective: the client's own report"),
    Section.OBJECTIVE: _l("Objective: what you observed"),
    Section.ASSESSMENT: _l("Assessment: what it means"),
    Section.PLAN: _l("Plan: next steps, who, when"),
    Section.DATA: _l("Data: report and observation"),
    Section.BEHAVIOUR: _l("Behavior: how the client presented"),
    Section.INTERVENTION: _l("Intervention: what you did"),
    Section.RESPONSE: _l("Response: how the client reacted"),
    Section.GOAL: _l("Goal: which goal of the plan"),
}
ALERTS: Mapping[StrEnum, Any] = {
    AlertKind.DANGER_TO_WORKER: _l("Danger to workers"),
    AlertKind.DANGER_TO_CLIENT: _l("Danger to the client"),
    AlertKind.SUICIDE_RISK: _l("Suicide risk"),
    AlertKind.ABSCOND_RISK: _l("May leave without word"),
    AlertKind.MEDICAL: _l("Medical"),
    AlertKind.NO_CONTACT_ORDER: _l("No-contact order"),
    AlertKind.NO_VOICEMAIL_OR_TEXT: _l("Leave no voicemail or text"),
    AlertKind.SAFE_TIMES: _l("Safe times to make contact"),
    AlertKind.TWO_WORKERS: _l("Two workers for visits"),
}
SENSITIVITIES: Mapping[StrEnum, Any] = {
    Sensitivity.NORMAL: _l("Normal"),
    Sensitivity.SENSITIVE: _l("Sensitive"),
    Sensitivity.RESTRICTED: _l("Restricted to named people"),
}
BANDS: Mapping[StrEnum, Any] = {
    Band.HIGH: _l("High risk"),
    Band.MEDIUM: _l("Medium risk"),
    Band.STABLE: _l("Stable"),
    Band.HOLDING: _l("Holding"),
}
LATENESS: Mapping[str, Any] = {
    "late": _l("Late entry"),
    "very_late": _l("Very late entry"),
}
HOUSEHOLD_ROLES: Mapping[str, Any] = {
    "head": _l("Head of household"),
    "child": _l("Child of the head of household"),
    "partner": _l("Spouse or partner"),
    "relative": _l("Other relative"),
    "other": _l("Not related"),
    "unknown": _l("Not known"),
}

#: What is said on the page after an action, by code.
SAID: Mapping[str, Any] = {
    "note_saved": _l("Note saved and signed."),
    "draft_saved": _l("Draft saved. Sign it when it is complete."),
    "note_signed": _l("Note signed."),
    "addendum_added": _l("Addendum added."),
    "correction_added": _l("Correction added. The original stays visible."),
    "note_in_error": _l("Note marked as entered in error."),
    "task_added": _l("Next step added."),
    "task_done": _l("Done."),
    "task_reopened": _l("Next step is open again."),
    "client_added": _l("Client added."),
    "client_changed": _l("Changes saved."),
    "contact_added": _l("Contact details added."),
    "contact_changed": _l("Contact details changed."),
    "contact_removed": _l("Contact details removed."),
    "alert_added": _l("Alert added."),
    "alert_ended": _l("Alert ended."),
    "risk_changed": _l("Risk changed."),
    "status_changed": _l("Status changed."),
    "case_assigned": _l("Case assigned."),
    "assignment_ended": _l("Assignment ended."),
    "household_changed": _l("Household changed."),
    "relationship_added": _l("Relationship added."),
    "password_changed": _l("Password changed. Your other devices were signed out."),
    "password_reset": _l("Your new password is set. Sign in with it."),
    "session_revoked": _l("That device is signed out."),
    "others_signed_out": _l("Every other device is signed out."),
    "preferences_saved": _l("Settings saved."),
    "invited": _l("Invitation made. Below you see whether its mail went out."),
    "invitation_revoked": _l("Invitation taken back."),
    "welcome": _l("Welcome to Tend. This is your day."),
    "person_deactivated": _l("Account closed. This person is signed out everywhere."),
    "person_reactivated": _l("Account open again."),
    "reset_sent": _l("If we know that address, a link is on its way."),
    "signed_out": _l("You are signed out."),
    "device_forgotten": _l("That phone is forgotten."),
}


def said(code: str) -> str | None:
    """Return the sentence of a code, or None when there is none."""
    sentence = SAID.get(code)
    return str(sentence) if sentence else None


def reason(found: Reason) -> str:
    """Return one reason as a short sentence."""
    values = dict(found.values)
    count = int(values.get("days", values.get("count", values.get("hours", 0))) or 0)
    sentence: str = _REASONS[found.code](count, values)
    return sentence


def _contact_overdue(days: int, values: Mapping[str, Any]) -> str:
    since = int(values.get("since", days))
    attempts = int(values.get("attempts", 0))
    if attempts:
        return ngettext(
            "No contact for %(since)s days, %(num)s try since",
            "No contact for %(since)s days, %(num)s tries since",
            attempts,
            since=since,
        )
    return ngettext("No contact for %(num)s day", "No contact for %(num)s days", since)


def _deadline(days: int, _values: Mapping[str, Any]) -> str:
    if days == 0:
        return _("Deadline today")
    return ngettext("Deadline in %(num)s day", "Deadline in %(num)s days", days)


def _task_due(days: int, _values: Mapping[str, Any]) -> str:
    if days == 0:
        return _("Next step due today")
    return ngettext("Next step due in %(num)s day", "Next step due in %(num)s days", days)


def _contact_due(days: int, _values: Mapping[str, Any]) -> str:
    if days <= 0:
        return _("Contact due now")
    return ngettext("Contact due in %(num)s day", "Contact due in %(num)s days", days)


def _first_contact(days: int, values: Mapping[str, Any]) -> str:
    attempts = int(values.get("attempts", 0))
    if attempts:
        return ngettext(
            "New, not met yet, %(num)s try", "New, not met yet, %(num)s tries", attempts
        )
    return _("New, no contact yet")


_REASONS: dict[ReasonCode, Any] = {
    ReasonCode.URGENCY_EMERGENCY: lambda n, v: _("Emergency: act now"),
    ReasonCode.URGENCY_VERY_URGENT: lambda n, v: _("Very urgent: within 4 hours"),
    ReasonCode.URGENCY_URGENT: lambda n, v: _("Urgent: within 24 hours"),
    ReasonCode.URGENCY_SOON: lambda n, v: _("Within 3 days"),
    ReasonCode.RISK_CRITICAL: lambda n, v: _("Critical risk"),
    ReasonCode.RISK_HIGH: lambda n, v: _("High risk"),
    ReasonCode.RISK_MEDIUM: lambda n, v: _("Medium risk"),
    ReasonCode.CONTACT_OVERDUE: _contact_overdue,
    ReasonCode.DEADLINE_PASSED: lambda n, v: ngettext(
        "Deadline missed %(num)s day ago", "Deadline missed %(num)s days ago", n
    ),
    ReasonCode.DEADLINE_NEAR: _deadline,
    ReasonCode.DEADLINE_COMING: _deadline,
    ReasonCode.RISK_REVIEW_OVERDUE: lambda n, v: _("Risk review is overdue"),
    ReasonCode.NOTES_UNSIGNED: lambda n, v: ngettext(
        "%(num)s note not signed", "%(num)s notes not signed", n
    ),
    ReasonCode.FIRST_CONTACT_MISSING: _first_contact,
    ReasonCode.HOLDING_REVIEW_PASSED: lambda n, v: _("Time to look at this holding case again"),
    ReasonCode.TASKS_OVERDUE: lambda n, v: ngettext(
        "%(num)s next step overdue", "%(num)s next steps overdue", int(v.get("count", 1))
    ),
    ReasonCode.TASK_DUE: _task_due,
    ReasonCode.REVIEW_OVERDUE: lambda n, v: _("Case review is overdue"),
    ReasonCode.CONTACT_DUE: _contact_due,
    ReasonCode.RISK_NOT_SET: lambda n, v: _("Risk not judged yet"),
    ReasonCode.CASE_ENDED: lambda n, v: _("Case ended"),
    ReasonCode.NAME_SAME: lambda n, v: _("Same name"),
    ReasonCode.NAME_NICKNAME: lambda n, v: _("A short form of the same name"),
    ReasonCode.NAME_SOUNDS_ALIKE: lambda n, v: _("The name sounds the same"),
    ReasonCode.NAME_SIMILAR: lambda n, v: _("Nearly the same name"),
    ReasonCode.BIRTH_DATE_SAME: lambda n, v: _("Same birth date"),
    ReasonCode.BIRTH_DATE_SWAPPED: lambda n, v: _("Birth date with day and month swapped"),
    ReasonCode.BIRTH_DATE_ONE_DIGIT: lambda n, v: _("Birth date differs by one digit"),
    ReasonCode.BIRTH_YEAR_SAME: lambda n, v: _("Same birth year"),
    ReasonCode.BIRTH_DATE_DIFFERS: lambda n, v: _("Another birth date"),
    ReasonCode.PHONE_SAME: lambda n, v: _("Same phone number"),
    ReasonCode.HOUSEHOLD_SAME: lambda n, v: _("Same household"),
}
