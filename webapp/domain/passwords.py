"""Which passwords are too easy to guess.

Length does most of the work (NIST SP 800-63B-4 asks for 15 characters without a second factor,
OWASP ASVS 5 for at least 8, better 15; we ask for 12 and refuse the guessable ones). No rules
about kinds of characters: they make passwords worse.
"""

import re
import unicodedata
from enum import StrEnum

SHORTEST = 12
LONGEST = 200


class Weakness(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    OWN_NAME = "own_name"
    OUR_NAME = "our_name"
    REPEATED = "repeated"


#: The commonest passwords of 12 characters and more in published leaks, and the words that the
#: commonest shorter ones are made of; with digits and signs around them they are no better.
_COMMON = frozenset(
    """
    1q2w3e4r5t6y 1qaz2wsx3edc qwertyuiop12 qwertyuiop123 qwerty123456 q1w2e3r4t5y6 1234qwerasdf
    zaq12wsxcde3 qazwsxedcrfv asdfghjkl123 zxcvbnm12345 abc123abc123 a1b2c3d4e5f6 abcdefghijkl
    123qweasdzxc 1q2w3e4r5t6y7u changeme1234 correcthorsebatterystaple trustno1trustno1
    """.split()  # noqa: SIM905  # a list of words reads as words
)
_COMMON_WORDS = frozenset(
    """
    password passwort passw pass welcome letmein changeme change qwerty qwertyuiop azerty
    azertyuiop asdfghjkl zxcvbnm iloveyou sunshine princess football baseball basketball monkey
    dragon master shadow superman batman michael jennifer jordan ashley bailey charlie thomas
    hunter trustno starwars whatever computer internet freedom secret admin administrator
    default test testing guest login hello abc abcdef abcdefg abcdefgh spring summer autumn
    winter january february march april june july august september october november december
    contraseña contrasena administrador bienvenido teamo outreach caseworker socialworker
    """.split()  # noqa: SIM905
)
_RUNS = (
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
)
_LOOK_ALIKES = str.maketrans("@$!130", "asileo")


def normal(password: str) -> str:
    """Return the password in the one form it is stored and compared in."""
    return unicodedata.normalize("NFKC", password)


def weakness(password: str, email: str | None = None) -> Weakness | None:
    """Return why the password is refused, or None."""
    password = normal(password)
    if len(password) < SHORTEST:
        return Weakness.TOO_SHORT
    if len(password) > LONGEST:
        return Weakness.TOO_LONG
    folded = password.casefold()
    if len(set(folded)) < 5 or any(folded in run for run in _RUNS):
        return Weakness.REPEATED
    letters = "".join(char for char in folded if char.isalpha())
    if re.fullmatch(r"(tend)+", letters):
        return Weakness.OUR_NAME
    # "P@ssw0rd2026!" is "password" once the ends are off and the signs are read as letters.
    core = re.sub(r"^[^a-z]+|[^a-z]+$", "", folded).translate(_LOOK_ALIKES)
    words = {letters, "".join(char for char in core if char.isalpha())}
    if folded in _COMMON or any(_made_of_common(one) for one in words):
        return Weakness.COMMON
    own = (email or "").partition("@")[0].casefold()
    if len(own) >= 4 and own in folded:
        return Weakness.OWN_NAME
    return None


def _made_of_common(letters: str) -> bool:
    """Answer whether the letters are nothing but common words, one after the other."""
    reachable = {0}
    for start in range(len(letters)):
        if start in reachable:
            reachable |= {
                start + len(word) for word in _COMMON_WORDS if letters.startswith(word, start)
            }
    return bool(letters) and len(letters) in reachable
