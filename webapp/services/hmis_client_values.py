"""What one row of Client.csv says of a client, as plain values that can be kept and compared."""

from typing import Any, TypeAlias

from webapp.models.base import SHORT
from webapp.schemas.hmis import GENDER_COLUMNS, RACE_COLUMNS
from webapp.services.hmis_codes import BIRTH_DATE_QUALITY, NOT_ANSWERED, YES_NO
from webapp.services.hmis_load import Load
from webapp.services.hmis_rows import Row
from webapp.services.hmis_values import is_hash, one_line

#: {field: value as JSON keeps it}; facts for reports are named ``demographics.<fact>``.
Values: TypeAlias = dict[str, Any]

NAMELESS = "Name not given"
_SEX = (0, 1, *NOT_ANSWERED)


def client_values(load: Load, row: Row) -> Values:
    """Return the fields of a client that Client.csv knows."""
    name_used, legal_name = _names(load, row)
    birth_date = _birth_date(load, row)
    quality = load.code(row, "DOBDataQuality", BIRTH_DATE_QUALITY)
    if birth_date is None and quality in (1, 2):
        quality = 99
    return {
        "name_used": name_used,
        "legal_name": legal_name,
        "birth_date": birth_date,
        "birth_date_quality": BIRTH_DATE_QUALITY.get(quality or 0),
        "is_deleted": bool(row["DateDeleted"]),
        **{f"demographics.{name}": value for name, value in _demographics(load, row).items()},
    }


def warn_of_names(load: Load, row: Row) -> None:
    """Say once whether the names of this export can be read."""
    if load.says_hashed is None or not row["LastName"]:
        return
    if is_hash(row["LastName"]):
        load.report.warn("Names in this export are hashed; clients differ by number only.")
    else:
        says = ", although the export says they are hashed" if load.says_hashed else ""
        load.report.warn(
            f"The names in this export are readable{says}. Keep the file where only those who "
            "may read client records can open it, or delete it now."
        )
    load.says_hashed = None


def _names(load: Load, row: Row) -> tuple[str, str | None]:
    """Return the name to call somebody by, and the legal one when it is fully known."""
    parts = [row["FirstName"], row["MiddleName"], row["LastName"], row["NameSuffix"]]
    if any(is_hash(part) for part in parts):
        return NAMELESS, None
    first, middle, last, suffix = parts
    used = one_line(" ".join((first, last, suffix)), SHORT)
    if not used:
        load.doubt(row, "LastName", "The client has no name.")
        return NAMELESS, None
    if row["NameDataQuality"] not in ("", "1"):
        return used, None
    full = one_line(" ".join((first, middle, last, suffix)), SHORT)
    return used, full if full != used else None


def _birth_date(load: Load, row: Row) -> str | None:
    if not row["DOB"]:
        return None
    born = load.birth_date(row, "DOB")
    if born is None:
        return None
    if born > load.now.astimezone(load.zone).date():
        load.doubt(row, "DOB", "The birth date lies in the future; it was left out.")
        return None
    return born.isoformat()


def _demographics(load: Load, row: Row) -> dict[str, Any]:
    """Return the facts agencies report on, in HUD's own columns and codes; never the number."""
    facts: dict[str, Any] = {
        "race": [column for column in RACE_COLUMNS if _is_yes(load, row, column)],
        "race_detail": one_line(row["AdditionalRaceEthnicity"], SHORT),
        "race_none": load.code(row, "RaceNone", NOT_ANSWERED),
        "gender": [column for column in GENDER_COLUMNS if _is_yes(load, row, column)],
        "gender_detail": one_line(row["DifferentIdentityText"], SHORT),
        "gender_none": load.code(row, "GenderNone", NOT_ANSWERED),
        # Never filled from gender: another question, asked for another reason.
        "sex": load.code(row, "Sex", _SEX),
        "veteran": load.code(row, "VeteranStatus", YES_NO),
    }
    if load.keep_ssn and row["SSN"]:
        facts["ssn_last4"] = last_four(load, row)
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def _is_yes(load: Load, row: Row, column: str) -> bool:
    return row[column] == "1" or (
        row[column] not in ("", "0") and load.code(row, column, YES_NO) == 1
    )


def last_four(load: Load, row: Row) -> str | None:
    """Return the last four digits, the only part that is ever kept."""
    digits = "".join(char for char in row["SSN"] if char.isdecimal())
    if is_hash(row["SSN"]) or not 4 <= len(digits) <= 9:
        load.doubt(row, "SSN", "This is not a Social Security number; it was left out.")
        return None
    return digits[-4:]
