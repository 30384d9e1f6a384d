"""Words for what is said of clients: safe contact, readiness, closing, languages, fields."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.domain.contacts import PhoneKind
from webapp.domain.matching import Strength
from webapp.domain.readiness import ClosureReason, Readiness
from webapp.domain.safe_contact import Point, SafeContact
from webapp.forms import words

POINT_KINDS: Mapping[StrEnum, Any] = {
    PhoneKind.PHONE: _l("Phone"),
    PhoneKind.EMAIL: _l("Email"),
    PhoneKind.OTHER: _l("Another way"),
}
READINESS: Mapping[StrEnum, Any] = {
    Readiness.IDENTITY: _l("Identity and contact details are confirmed"),
    Readiness.CONSENT: _l("Consent or a release of information is in place"),
    Readiness.ELIGIBILITY: _l("Documents that show eligibility are here"),
    Readiness.ACCESS_NEEDS: _l("Interpreter and access needs are noted"),
    Readiness.SAFETY_CHECK: _l("The safety check is done"),
    Readiness.FORMS: _l("The forms needed are ready"),
    Readiness.NOTHING_MISSING: _l("Nothing is missing"),
}
CLOSURES: Mapping[StrEnum, Any] = {
    ClosureReason.GOALS_MET: _l("Goals met, or no longer needs the service"),
    ClosureReason.WITHDREW: _l("The client withdrew"),
    ClosureReason.MOVED: _l("Moved away"),
    ClosureReason.NOT_REACHED: _l("Could not be reached"),
    ClosureReason.TRANSFERRED: _l("Transferred to another agency"),
    ClosureReason.NOT_ELIGIBLE: _l("Not eligible"),
    ClosureReason.TIME_LIMIT: _l("Time limit reached"),
    ClosureReason.PROGRAM_ENDED: _l("The program ended"),
    ClosureReason.NOT_TAKING_PART: _l("Did not take part"),
    ClosureReason.INCARCERATED: _l("Incarcerated"),
    ClosureReason.TOO_ILL: _l("Too ill"),
    ClosureReason.DECEASED: _l("Deceased"),
    ClosureReason.DUPLICATE: _l("Entered twice"),
    ClosureReason.OTHER: _l("Another reason"),
}
BIRTH_DATE_QUALITIES: Mapping[str, Any] = {
    "full": _l("Exact"),
    "approximate": _l("Only roughly known"),
    "doesnt_know": _l("Client does not know"),
    "prefers_not": _l("Client prefers not to say"),
    "not_collected": _l("Not asked yet"),
}
YES_NO: Mapping[str, Any] = {"yes": _l("Yes"), "no": _l("No"), "": _l("Not known")}
STRENGTHS: Mapping[StrEnum, Any] = {
    Strength.PROBABLE: _l("Most likely the same person"),
    Strength.POSSIBLE: _l("May be the same person"),
}
#: Names of fields, as a clash or a summary shows them.
FIELDS: Mapping[str, Any] = {
    "name_used": _l("Name used"),
    "legal_name": _l("Legal name"),
    "other_names": _l("Other names"),
    "pronouns": _l("Pronouns"),
    "birth_date": _l("Birth date"),
    "birth_date_quality": _l("How sure is the birth date?"),
    "languages": _l("Languages"),
    "needs_interpreter": _l("Needs an interpreter"),
    "address": _l("Address"),
    "has_no_fixed_address": _l("No fixed address"),
    "safe_contact": _l("Safe contact"),
    "sensitivity": _l("Who may see this record"),
    "level": _l("Risk"),
    "status": _l("Status"),
    "kind": _l("Kind"),
    "value": _l("Number or address"),
    "label": _l("Whose it is"),
    "safe_to_call": _l("Safe to call?"),
    "safe_to_text": _l("Safe to text?"),
    "safe_for_voicemail": _l("Safe to leave a voicemail?"),
    "best_times": _l("Best times"),
    "is_preferred": _l("Try this first"),
}
#: Languages offered by name (BCP 47), the most frequent among clients in the United States
#: first; whatever else is stored is kept and named too.
PINNED_LANGUAGES = ("en", "es")
OFFERED_LANGUAGES = (
    *PINNED_LANGUAGES,
    *("aa", "am", "ar", "ase", "bn", "bs", "ceb", "ckb", "cmn", "de", "fa", "fr", "gu", "ha"),
    *("he", "hi", "hmn", "ht", "hy", "id", "ig", "it", "ja", "kea", "km", "ko", "lo", "mam"),
    *("mh", "ml", "my", "ne", "om", "pa", "pl", "prs", "ps", "pt", "quc", "ro", "ru", "rw"),
    *("sm", "so", "sq", "sr", "sw", "ta", "te", "th", "ti", "tl", "tr", "uk", "ur", "vi"),
    *("yo", "yue"),
)


def language_name(code: str) -> str:
    """Return a language's name in the page's language, or its code when it has none."""
    if code == "ase":
        return str(_("American Sign Language"))
    locale = get_locale()
    tag = code.replace("-", "_")
    names = locale.languages if locale else {}
    name = names.get(tag) or names.get(tag.split("_")[0])
    return name[:1].upper() + name[1:] if name else code


def language_choices(kept: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return (code, name) of the languages offered and those kept already, pinned ones first."""
    codes = dict.fromkeys([*OFFERED_LANGUAGES, *kept])
    rest = [code for code in codes if code not in PINNED_LANGUAGES]
    named = sorted(((code, language_name(code)) for code in rest), key=lambda pair: pair[1])
    return [*((code, language_name(code)) for code in PINNED_LANGUAGES), *named]


def point_safety(point: Point) -> str:
    """Return what is safe at one contact point, in a line: "Safe to call. No voicemail."."""
    sentences = {
        "call": (point.is_safe_to_call, _("Safe to call."), _("Do not call.")),
        "text": (point.is_safe_to_text, _("Safe to text."), _("Do not text.")),
        "voicemail": (
            point.is_safe_for_voicemail,
            _("Voicemail is safe."),
            _("No voicemail."),
        ),
    }
    said = [yes if answer else no for answer, yes, no in sentences.values() if answer is not None]
    if not said:
        return _("Not known what is safe. Ask first.")
    return " ".join(said)


def safe_contact_sentence(found: SafeContact) -> str | None:
    """Return what must be read before any call button; None when nobody has asked yet.

    The client's own words come first; what is unsafe at single numbers follows.
    """
    if found.is_unknown:
        return None
    said = [found.sentence] if found.sentence else []
    if not found.sentence or found.is_unsafe:
        said += [_point_line(point) for point in found.points if _is_worth_saying(point, found)]
    return " ".join(said) or None


def _is_worth_saying(point: Point, found: SafeContact) -> bool:
    known = (point.is_safe_to_call, point.is_safe_to_text, point.is_safe_for_voicemail)
    if found.sentence:
        return False in known
    return any(answer is not None for answer in known)


def _point_line(point: Point) -> str:
    line = _(
        "%(number)s: %(safety)s",
        number=point.label or point.value,
        safety=point_safety(point),
    )
    times = point.best_times
    return f"{line} {times}" if times else line


def shown(field: str, value: object) -> str:
    """Return the value of a field as a clash shows it."""
    text = str(value or "")
    if field == "languages":
        return ", ".join(language_name(code) for code in text.split(",") if code)
    if field in {"needs_interpreter", "has_no_fixed_address", "is_preferred"}:
        return _("Yes") if text == "y" else _("No")
    if field.startswith("safe_") and field != "safe_contact":
        return str(YES_NO[text])
    tables: dict[str, Mapping[Any, Any]] = {
        "level": words.RISKS,
        "status": words.STATUSES,
        "sensitivity": words.SENSITIVITIES,
        "kind": POINT_KINDS,
        "birth_date_quality": BIRTH_DATE_QUALITIES,
    }
    return str(tables[field].get(text, text)) if field in tables else text
