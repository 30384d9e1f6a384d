"""Why a rule answered as it did: a code and its values; words are made elsewhere, per language.

Codes and the values each one carries (every value is a whole number unless said otherwise).

Work next (``priority``), in table order:

=========================  ==========================  ===========================================
code                       values                      meaning
=========================  ==========================  ===========================================
URGENCY_EMERGENCY          hours (0)                   an open item is U1: act now
URGENCY_VERY_URGENT        hours (4)                   an open item is U2
URGENCY_URGENT             hours (24)                  an open item is U3
URGENCY_SOON               hours (72)                  an open item is U4
RISK_CRITICAL              -                           risk level
RISK_HIGH                  -                           risk level
RISK_MEDIUM                -                           risk level
CONTACT_OVERDUE            days, since, attempts       days past due; days since the last completed
                                                       contact (or since opening when there was
                                                       none); attempts since then
DEADLINE_PASSED            days (>= 1)                 a hard deadline was missed, days ago
DEADLINE_NEAR              days (0 to 2)               a hard deadline is today / in 1-2 days
DEADLINE_COMING            days (3 to 7)               a hard deadline is in 3-7 days
RISK_REVIEW_OVERDUE        days (>= 1)                 the risk level should have been looked at
NOTES_UNSIGNED             count                       unsigned notes older than their clock
FIRST_CONTACT_MISSING      days, attempts              new case, days since opening, attempts so far
HOLDING_REVIEW_PASSED      days (>= 1)                 the hold should have been looked at
=========================  ==========================  ===========================================

Worth no points, shown after the others:

=========================  ==========================  ===========================================
TASKS_OVERDUE              count, days                 overdue tasks; days the earliest is late
TASK_DUE                   days (0 to 7)               the earliest task is due today / in days
REVIEW_OVERDUE             days (>= 1)                 the case review date has passed
CONTACT_DUE                days (may be negative       the next contact is due in days; below zero
                           within the grace)           is past due but still within the grace
RISK_NOT_SET               -                           nobody has judged the risk yet
CASE_ENDED                 -                           closed or transferred
=========================  ==========================  ===========================================

Is this person already here? (``matching``):

=========================  ==========================  ===========================================
NAME_SAME                  -                           the same name, accents and order apart
NAME_NICKNAME              percent                     a short form of the same name
NAME_SOUNDS_ALIKE          percent                     spelled otherwise, sounds the same
NAME_SIMILAR               percent                     nearly the same spelling
BIRTH_DATE_SAME            -                           the same birth date
BIRTH_DATE_SWAPPED         -                           day and month exchanged
BIRTH_DATE_ONE_DIGIT       -                           one digit differs
BIRTH_YEAR_SAME            year                        same year and one of the two is 1 January,
                                                       which often stands for "day not known"
BIRTH_DATE_DIFFERS         -                           both known and not alike
PHONE_SAME                 ending (text, 4 digits)     a phone number in common
HOUSEHOLD_SAME             -                           in the same household
=========================  ==========================  ===========================================

When did it happen? (``documentation``):

=========================  ==========================  ===========================================
OCCURRED_IN_FUTURE         minutes (>= 1)              the contact is dated ahead of now
OCCURRED_TOO_LONG_AGO      years                       further back than a contact can lie
=========================  ==========================  ===========================================
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ReasonCode(StrEnum):
    """What a reason says; the values of each are listed in the module's docstring."""

    URGENCY_EMERGENCY = "urgency_emergency"
    URGENCY_VERY_URGENT = "urgency_very_urgent"
    URGENCY_URGENT = "urgency_urgent"
    URGENCY_SOON = "urgency_soon"
    RISK_CRITICAL = "risk_critical"
    RISK_HIGH = "risk_high"
    RISK_MEDIUM = "risk_medium"
    CONTACT_OVERDUE = "contact_overdue"
    DEADLINE_PASSED = "deadline_passed"
    DEADLINE_NEAR = "deadline_near"
    DEADLINE_COMING = "deadline_coming"
    RISK_REVIEW_OVERDUE = "risk_review_overdue"
    NOTES_UNSIGNED = "notes_unsigned"
    FIRST_CONTACT_MISSING = "first_contact_missing"
    HOLDING_REVIEW_PASSED = "holding_review_passed"

    TASKS_OVERDUE = "tasks_overdue"
    TASK_DUE = "task_due"
    REVIEW_OVERDUE = "review_overdue"
    CONTACT_DUE = "contact_due"
    RISK_NOT_SET = "risk_not_set"
    CASE_ENDED = "case_ended"

    NAME_SAME = "name_same"
    NAME_NICKNAME = "name_nickname"
    NAME_SOUNDS_ALIKE = "name_sounds_alike"
    NAME_SIMILAR = "name_similar"
    BIRTH_DATE_SAME = "birth_date_same"
    BIRTH_DATE_SWAPPED = "birth_date_swapped"
    BIRTH_DATE_ONE_DIGIT = "birth_date_one_digit"
    BIRTH_YEAR_SAME = "birth_year_same"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    PHONE_SAME = "phone_same"
    HOUSEHOLD_SAME = "household_same"

    OCCURRED_IN_FUTURE = "occurred_in_future"
    OCCURRED_TOO_LONG_AGO = "occurred_too_long_ago"


@dataclass(frozen=True)
class Reason:
    """One reason; equal reasons are one in a set."""

    code: ReasonCode
    values: Mapping[str, int | str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.code, frozenset(self.values.items())))
