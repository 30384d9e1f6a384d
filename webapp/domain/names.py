"""Names as people write them, made comparable and findable whatever the spelling.

Keys for an index (``search_keys`` is stored, ``query_keys`` looks up):

- ``t:`` a whole token, folded;
- ``d:`` the first seven letters of a token of four or more, whole and with each letter left out
  in turn: one wrong, missing, added or swapped letter still meets one of them;
- ``p:`` the sound of a token;
- ``n:`` the formal names a short form may stand for.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from webapp.domain.nicknames import are_forms_of_one, formal_names
from webapp.domain.phonetics import phonetic

__all__ = [
    "fold",
    "initials",
    "phonetic",
    "prefix_range",
    "query_keys",
    "relevance",
    "search_keys",
    "similarity",
    "token_similarity",
    "tokens",
]

#: Letters without a decomposition, as people type them on another keyboard.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "ı": "i",
        "ə": "e",
        "ƙ": "k",
        "ɓ": "b",
        "ɗ": "d",
        "ى": "ي",
        "ة": "ه",
        "ـ": None,
        # Apostrophes join: O'Brien is obrien.
        **dict.fromkeys("'’‘ʼʻʹʾʿ`´‛ꞌ＇′׳", None),
    }
)
#: Accents of Latin, Greek and Cyrillic, vowel points of Hebrew and Arabic. Marks of other scripts
#: are letters in their own right and stay.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})

#: Tokens shorter than this have no ``d:`` keys: one letter off is another name.
SHORTEST_TYPO = 4
#: Letters of a token that its ``d:`` keys are made of.
TYPO_PREFIX = 7
#: Tokens of a person that get ``d:`` keys, and that are indexed at all; names used come first.
TYPO_TOKENS, MOST_TOKENS = 4, 8
#: Words of one query that are looked up.
MOST_QUERY_WORDS = 6
#: How alike a short form, or an initial, is to the name it may stand for (0 to 100).
SHORT_FORM, INITIAL = 92, 70
#: Spelling less alike than this is another word; names joined or split at least this alike are one.
LEAST_ALIKE, JOINED_ALIKE = 50, 80
#: A half-typed word beside the whole one; and the least a word typed must meet.
HALF_TYPED, LEAST_ANSWER = 95, 65


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return the text in small letters without accents, apostrophes or punctuation.

    Hyphens and other punctuation separate words; every script is kept.
    """
    if text.isascii():
        text = text.replace("'", "").replace("`", "").lower()
    else:
        text = _fold_marks(text)
    kept = [char if char.isalnum() or _is_mark(char) else " " for char in text]
    return " ".join("".join(kept).split())


def _fold_marks(text: str) -> str:
    # Before and after: some apostrophes decompose, some letters decompose into one.
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold()
    text = unicodedata.normalize("NFKD", text).translate(_LETTERS)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", text))


def _is_mark(char: str) -> bool:
    return not char.isascii() and unicodedata.category(char).startswith("M")


def tokens(text: str) -> tuple[str, ...]:
    """Return the folded words of a name, in order."""
    return tuple(fold(text).split())


def initials(name: str) -> str:
    """Return up to two capitals for a name's badge: first and last word, a Jr. left out."""
    words = [word for word in re.split(r"[\s.,]+", name) if any(map(str.isalnum, word))]
    words = [word for word in words if word.lower() not in _SUFFIXES] or words
    first = words[:1] + words[1:][-1:]
    return "".join(next(filter(str.isalnum, word)).upper()[:1] for word in first)


def search_keys(names: Iterable[str]) -> set[str]:
    """Return the keys to store for a person with these names, names used first.

    At most about forty for up to four words; further words are found only as written or as they
    sound.
    """
    words = dict.fromkeys(word for name in names for word in tokens(name))
    keys: set[str] = set()
    for place, word in enumerate(islice(words, MOST_TOKENS)):
        keys.add(f"t:{word}")
        keys.update(_sound_keys(word))
        if place < TYPO_TOKENS:
            keys.update(_typo_keys(word))
    return keys


def query_keys(text: str) -> tuple[frozenset[str], ...]:
    """Return one set of keys for each word typed: a person matches who meets every set."""
    return tuple(
        frozenset({f"t:{word}", *_sound_keys(word), *_typo_keys(word)})
        for word in dict.fromkeys(tokens(text)[:MOST_QUERY_WORDS])
    )


def prefix_range(word: str) -> tuple[str, str]:
    """Return the bounds of the ``t:`` keys that begin with a half-typed word: low <= key < high.

    By code point: on PostgreSQL the column needs the "C" collation.
    """
    low = f"t:{fold(word).replace(' ', '')}"
    return low, low + "\U0010ffff"


def _sound_keys(word: str) -> Iterable[str]:
    sound = phonetic(word)
    if sound:
        yield f"p:{sound}"
    for formal in formal_names(word):
        yield f"n:{formal}"


def _typo_keys(word: str) -> Iterable[str]:
    if len(word) < SHORTEST_TYPO:
        return
    start = word[:TYPO_PREFIX]
    yield f"d:{start}"
    for place in range(len(start)):
        yield f"d:{start[:place]}{start[place + 1 :]}"


def relevance(typed: str, names: Iterable[str]) -> int:
    """Return 0 to 100: how well a person of these names answers what was typed.

    Every word typed must be alike some word of theirs, or begin it; else 0. This drops the chance
    meetings of ``query_keys`` with ``search_keys`` and orders what is left.
    """
    theirs = {word for name in names for word in tokens(name)}
    best = [
        max((_answer(word, other) for other in theirs), default=0)
        for word in dict.fromkeys(tokens(typed)[:MOST_QUERY_WORDS])
    ]
    return sum(best) // len(best) if best and min(best) >= LEAST_ANSWER else 0


def _answer(typed: str, word: str) -> int:
    if typed != word and word.startswith(typed):
        return HALF_TYPED
    return token_similarity(typed, word)


def similarity(a: str, b: str) -> int:
    """Return 0 to 100: how alike two names are, word order, accents and slips apart.

    Words only one of the two has (a middle name, a second surname) cost little.
    """
    short, long = sorted((tokens(a), tokens(b)), key=lambda words: (len(words), words))
    if not short:
        return 0
    if sorted(short) == sorted(long) or "".join(short) == "".join(long):
        return 100
    apart = _similarity_of_words(short, long)
    if len(short) == len(long):
        return apart
    # "Mary Ann" beside "Maryan": close as one word, though no word has a partner.
    one, other = "".join(short), "".join(long)
    if 100 * min(len(one), len(other)) < JOINED_ALIKE * max(len(one), len(other)):
        return apart
    joined = _spelling(one, other)
    return max(apart, joined if joined >= JOINED_ALIKE else 0)


def _similarity_of_words(short: tuple[str, ...], long: tuple[str, ...]) -> int:
    pairs = sorted(
        (
            (token_similarity(one, other), i, j)
            for i, one in enumerate(short)
            for j, other in enumerate(long)
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    left, right = set(range(len(short))), set(range(len(long)))
    total = weight = 0
    for score, i, j in pairs:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            size = max(len(short[i]), len(long[j]))
            total += 4 * score * size
            weight += 4 * size
    weight += sum(len(long[j]) for j in right)
    return total // weight


@lru_cache(maxsize=16384)
def token_similarity(a: str, b: str) -> int:
    """Return 0 to 100 for two folded words: spelling, sound, short form or initial."""
    if a == b:
        return 100
    if are_forms_of_one(a, b):
        return SHORT_FORM
    if min(len(a), len(b)) == 1:
        return INITIAL if a[0] == b[0] else 0
    spelling = _spelling(a, b)
    sound = phonetic(a)
    if sound and sound == phonetic(b):
        return (spelling + 100) // 2
    return spelling if spelling >= LEAST_ALIKE else 0


def _spelling(a: str, b: str) -> int:
    longest = max(len(a), len(b))
    return 100 * (longest - _distance(a, b)) // longest


def _distance(a: str, b: str) -> int:
    """Letters to add, drop, change or swap with their neighbour to turn one into the other."""
    a, b = _without_common_ends(a, b)
    if not a or not b:
        return len(a) + len(b)
    older: list[int] = []
    before = list(range(len(b) + 1))
    for i, char in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            if char == other:
                best = before[j - 1]
            else:
                best = 1 + min(before[j - 1], before[j], row[-1])
                if i > 1 and j > 1 and char == b[j - 2] and other == a[i - 2]:
                    best = min(best, older[j - 2] + 1)
            row.append(best)
        older, before = before, row
    return before[-1]


def _without_common_ends(a: str, b: str) -> tuple[str, str]:
    start, most = 0, min(len(a), len(b))
    while start < most and a[start] == b[start]:
        start += 1
    end = 0
    while end < most - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return a[start : len(a) - end], b[start : len(b) - end]
