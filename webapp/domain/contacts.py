"""The words of a contact: by which means, whether it happened, where, who was present."""

from enum import StrEnum


class ContactMethod(StrEnum):
    """By which means the contact was made or tried."""

    VISIT = "visit"
    OFFICE = "office"
    OUTREACH = "outreach"
    CALL = "call"
    VIDEO = "video"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"


#: Methods in which worker and client are in one place.
IN_PERSON = frozenset({ContactMethod.VISIT, ContactMethod.OFFICE, ContactMethod.OUTREACH})
#: Methods that happen where the client lives or stays.
IN_COMMUNITY = frozenset({ContactMethod.VISIT, ContactMethod.OUTREACH})


class ContactOutcome(StrEnum):
    """Only completed contacts count towards a contact standard; attempts are kept apart."""

    COMPLETED = "completed"
    ATTEMPTED = "attempted"


class PhoneKind(StrEnum):
    """What a contact point is."""

    PHONE = "phone"
    EMAIL = "email"
    OTHER = "other"
