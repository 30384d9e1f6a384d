"""Phone numbers as people write them, made comparable."""

import re
import unicodedata

#: Fewest and most digits of a number that can be dialled (E.164 allows 15).
FEWEST_DIGITS, MOST_DIGITS = 7, 15
#: Digits of a national number, country code and trunk zero left off, where it is fixed.
NATIONAL_DIGITS = {"1": 10}

_EXTENSION = re.compile(r"(?:\bext|\bx|(?<=\d)x|#|;).*$", re.IGNORECASE | re.DOTALL)


def digits(text: str) -> str:
    """Return the digits of a number, in any script, as 0-9; an extension is left off."""
    number = _EXTENSION.sub("", text)
    return "".join(str(unicodedata.decimal(char)) for char in number if char.isdecimal())


def ending(text: str, n: int = 4) -> str:
    """Return the last ``n`` digits, or nothing when there are fewer."""
    found = digits(text)
    return found[-n:] if len(found) >= n else ""


def is_plausible(text: str) -> bool:
    """Tell whether this could be dialled: 7 to 15 digits and no letters in the number."""
    number = _EXTENSION.sub("", text)
    if any(char.isalpha() for char in number):
        return False
    return FEWEST_DIGITS <= len(digits(text)) <= MOST_DIGITS


def normalise(text: str, country: str = "1") -> str:
    """Return the number in international form (+15035550100), or nothing when it has no digits.

    ``country`` is assumed for a number written the national way. A number too short to carry an
    area code stays as its digits alone.
    """
    number = digits(text)
    written = text.strip()
    if not number:
        return ""
    if written.startswith(("+", "\uff0b")):
        return "+" + number
    for abroad in ("011", "00"):
        if number.startswith(abroad) and len(number) > len(abroad) + FEWEST_DIGITS:
            return "+" + number.removeprefix(abroad)
    return _with_country(number, country)


def _with_country(number: str, country: str) -> str:
    national = NATIONAL_DIGITS.get(country)
    if national is None:
        if number.startswith("0"):
            return "+" + country + number.lstrip("0")
        return "+" + number if number.startswith(country) and len(number) > 9 else number
    if len(number) == national:
        return "+" + country + number
    if len(number) == national + len(country) and number.startswith(country):
        return "+" + number
    return number
