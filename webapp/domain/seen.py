"""What the author of an edit saw before they changed it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """The text a page showed; an empty text was seen too, which None would not say."""

    text: str
