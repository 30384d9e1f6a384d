"""Is this person already here? Two sets of facts compared, with what speaks for and against.

The weights are our own: the same name alone is worth a look, with the same birth date or phone
it is most likely one person. A household in common says little, since twins share one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from uuid import UUID

from webapp.domain.names import similarity, tokens
from webapp.domain.nicknames import are_forms_of_one
from webapp.domain.phones import ending, is_plausible, normalise
from webapp.domain.phonetics import phonetic
from webapp.domain.reasons import Reason, ReasonCode

#: Most points of each piece of evidence; together they may pass 100, the score does not.
NAME_POINTS = 60
BIRTH_DATE_POINTS, BIRTH_DATE_NEAR_POINTS, BIRTH_YEAR_POINTS = 35, 25, 10
BIRTH_DATE_DIFFERS_POINTS = -25
PHONE_POINTS = 20
HOUSEHOLD_POINTS = 5
#: Names less alike than this are two names.
NAMES_ALIKE = 55
#: Scores from which a match is shown.
PROBABLE_FROM, POSSIBLE_FROM = 80, 55


class Strength(StrEnum):
    """What to do with a match: stop and look, mention it, or say nothing."""

    PROBABLE = "probable"
    POSSIBLE = "possible"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of a person: every name they go or went by."""

    names: tuple[str, ...]
    birth_date: date | None = None
    phones: tuple[str, ...] = ()
    household_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """How likely two are one; reasons are most weighty first, what speaks against comes last."""

    score: int
    reasons: tuple[Reason, ...]
    strength: Strength


def compare(a: PersonFacts, b: PersonFacts) -> Match:
    """Return how likely the two are one person, and why."""
    evidence = [
        *_names(a.names, b.names),
        *_birth_dates(a.birth_date, b.birth_date),
        *_phones(a.phones, b.phones),
    ]
    if a.household_id is not None and a.household_id == b.household_id:
        evidence.append((HOUSEHOLD_POINTS, Reason(ReasonCode.HOUSEHOLD_SAME)))
    evidence.sort(key=lambda piece: -piece[0])
    score = max(0, min(100, sum(points for points, _ in evidence)))
    return Match(score, tuple(reason for _, reason in evidence), _strength(score))


def _strength(score: int) -> Strength:
    if score >= PROBABLE_FROM:
        return Strength.PROBABLE
    return Strength.POSSIBLE if score >= POSSIBLE_FROM else Strength.NONE


def _names(ours: Iterable[str], theirs: Iterable[str]) -> list[tuple[int, Reason]]:
    """The pair of names most alike; ties are settled so that either order says the same."""
    percent, one, other = max(
        ((similarity(x, y), min(x, y), max(x, y)) for x, y in product(ours, theirs)),
        default=(0, "", ""),
    )
    if percent < NAMES_ALIKE:
        return []
    return [(percent * NAME_POINTS // 100, _name_reason(percent, tokens(one), tokens(other)))]


def _name_reason(percent: int, one: tuple[str, ...], other: tuple[str, ...]) -> Reason:
    if percent == 100:
        return Reason(ReasonCode.NAME_SAME)
    values = {"percent": percent}
    unlike = [(a, b) for a in set(one) - set(other) for b in set(other) - set(one)]
    if any(are_forms_of_one(a, b) for a, b in unlike):
        return Reason(ReasonCode.NAME_NICKNAME, values)
    if any(phonetic(a) and phonetic(a) == phonetic(b) for a, b in unlike):
        return Reason(ReasonCode.NAME_SOUNDS_ALIKE, values)
    return Reason(ReasonCode.NAME_SIMILAR, values)


def _birth_dates(ours: date | None, theirs: date | None) -> list[tuple[int, Reason]]:
    if ours is None or theirs is None:
        return []
    if ours == theirs:
        return [(BIRTH_DATE_POINTS, Reason(ReasonCode.BIRTH_DATE_SAME))]
    if (ours.year, ours.month, ours.day) == (theirs.year, theirs.day, theirs.month):
        return [(BIRTH_DATE_NEAR_POINTS, Reason(ReasonCode.BIRTH_DATE_SWAPPED))]
    if sum(x != y for x, y in zip(ours.isoformat(), theirs.isoformat(), strict=True)) == 1:
        return [(BIRTH_DATE_NEAR_POINTS, Reason(ReasonCode.BIRTH_DATE_ONE_DIGIT))]
    if ours.year == theirs.year and (1, 1) in {(d.month, d.day) for d in (ours, theirs)}:
        year = Reason(ReasonCode.BIRTH_YEAR_SAME, {"year": ours.year})
        return [(BIRTH_YEAR_POINTS, year)]
    return [(BIRTH_DATE_DIFFERS_POINTS, Reason(ReasonCode.BIRTH_DATE_DIFFERS))]


def _phones(ours: Iterable[str], theirs: Iterable[str]) -> list[tuple[int, Reason]]:
    shared = _dialled(ours) & _dialled(theirs)
    if not shared:
        return []
    return [(PHONE_POINTS, Reason(ReasonCode.PHONE_SAME, {"ending": ending(min(shared))}))]


def _dialled(phones: Iterable[str]) -> frozenset[str]:
    return frozenset(normalise(phone) for phone in phones if is_plausible(phone))
