"""Sentences that read like notes: enough of them, and varied enough, to be packed like real ones."""

import random
from collections.abc import Callable

from webapp.seeding.words import (
    ADJECTIVES,
    ADVERBS,
    DAYS,
    DONE_VERBS,
    FEELINGS,
    FIRST_NAMES,
    LAST_NAMES,
    PEOPLE,
    PLACES,
    PLANS,
    THINGS,
)

#: Sentences made once; a note draws some of them.
STOCK = 15_000
#: Characters of a note, on average.
NOTE_LENGTH = 600
#: Of ln(characters): a median of about 510, some notes several times as long.
_LOG_MEAN, _LOG_SPREAD = 6.24, 0.5


class Prose:
    """Makes sentences from clauses, so that hardly any two share more than a few words."""

    def __init__(self, random_: random.Random) -> None:
        self.random = random_
        self.pick = random_.choice
        self.clauses: tuple[Callable[[], str], ...] = (
            self._somebody_did,
            self._somebody_felt,
            self._thing_was,
            self._plan,
            self._numbers,
            self._place,
        )
        self.stock = [self._sentence() for _ in range(STOCK)]
        self._average = sum(map(len, self.stock)) / STOCK + 1

    def note(self) -> str:
        """Return one note's words, seldom very long or short."""
        wanted = min(self.random.lognormvariate(_LOG_MEAN, _LOG_SPREAD), 4 * NOTE_LENGTH)
        return " ".join(self.random.choices(self.stock, k=max(1, round(wanted / self._average))))

    def _sentence(self) -> str:
        text = self.pick(self.clauses)()
        if self.random.random() < 0.55:
            joint = self.pick(
                (", and ", ", but ", "; ", " because ", ", so ", " while ", " until ")
            )
            text += joint + self.pick(self.clauses)()
        return (
            text[0].upper() + text[1:] + self.pick((".", ".", ".", "!", " again.", " after all."))
        )

    def _who(self) -> str:
        share = self.random.random()
        if share < 0.35:
            return self.pick(FIRST_NAMES)
        if share < 0.5:
            return f"{self.pick(('Mr.', 'Ms.', 'Dr.'))} {self.pick(LAST_NAMES)}"
        return f"{self.pick(('the', 'a', 'my', 'her', 'his', 'their'))} {self.pick(PEOPLE)}"

    def _what(self) -> str:
        article = self.pick(("the", "a", "this", "one more", "no", "every"))
        if self.random.random() < 0.45:
            return f"{article} {self.pick(ADJECTIVES)} {self.pick(THINGS)}"
        return f"{article} {self.pick(THINGS)}"

    def _when(self) -> str:
        return self.pick(
            (
                f"on {self.pick(DAYS)}",
                f"at {self.random.randrange(7, 19)}:{self.random.randrange(0, 60, 5):02}",
                f"in {self.random.randrange(2, 15)} days",
                self.pick(ADVERBS),
                "",
            )
        )

    def _somebody_did(self) -> str:
        return f"{self._who()} {self.pick(DONE_VERBS)} {self._what()} {self._when()}".strip()

    def _somebody_felt(self) -> str:
        return f"{self._who()} was {self.pick(ADVERBS)} {self.pick(FEELINGS)} about {self._what()}"

    def _thing_was(self) -> str:
        return f"{self._what()} is {self.pick(ADVERBS)} {self.pick(ADJECTIVES)} for {self._who()}"

    def _plan(self) -> str:
        return f"we {self.pick(PLANS)} {self._when()}".strip()

    def _numbers(self) -> str:
        amount = self.random.randrange(15, 1400)
        return f"{amount} dollars went to {self._who()} for {self._what()}"

    def _place(self) -> str:
        return f"{self._who()} waits {self._when()} at the {self.pick(PLACES)} with {self._what()}"
