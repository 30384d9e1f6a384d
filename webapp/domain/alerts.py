"""Safety alerts: shown before an address or a phone number."""

from enum import StrEnum


class AlertKind(StrEnum):
    """What the alert warns of."""

    DANGER_TO_WORKER = "danger_to_worker"
    DANGER_TO_CLIENT = "danger_to_client"
    SUICIDE_RISK = "suicide_risk"
    ABSCOND_RISK = "abscond_risk"
    MEDICAL = "medical"
    NO_CONTACT_ORDER = "no_contact_order"
    NO_VOICEMAIL_OR_TEXT = "no_voicemail_or_text"
    SAFE_TIMES = "safe_times"
    TWO_WORKERS = "two_workers"


class Sensitivity(StrEnum):
    """How closely a record is kept."""

    NORMAL = "normal"
    SENSITIVE = "sensitive"
    RESTRICTED = "restricted"


#: The longest an alert may stand before it is reviewed (days; agency default).
ALERT_REVIEW_DAYS = 90
