"""What every form of Tend shares: stripped text, limits, no token field, no unknown fields."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from webapp.domain.ids import parse_id

#: Names any form may carry beside its own fields: they steer, they are not stored.
STEERING_FIELDS = frozenset({"op_id", "reader", "next", "tz", "submit"})


#: Halves of characters: a torn emoji arrives as one, and no database takes it.
_HALVES = re.compile("[\ud800-\udfff]")
_NO_MOMENT = _l("Enter a real date and time, like 24 November 2026, 14:30.")


def strip(value: Any) -> Any:
    """Return text without the space around it, NUL characters and torn characters."""
    if not isinstance(value, str):
        return value
    return _HALVES.sub("\ufffd", value.replace("\x00", "")).strip()


class TendForm(FlaskForm):
    """A form whose every text is stripped, checked, and known by name."""

    class Meta(FlaskForm.Meta):
        # Requests are checked by their origin instead (views/origin.py): packed pages must
        # not hold a token that grows stale.
        csrf = False

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            filters = unbound_field.kwargs.get("filters", [])
            if issubclass(unbound_field.field_class, StringField):
                unbound_field.kwargs["filters"] = [
                    strip,
                    *(one for one in filters if one is not strip),
                ]
            return super().bind_field(form, unbound_field, options)

    @classmethod
    def read(cls, fields: Mapping[str, Any]) -> "TendForm":
        """Return the form filled with what was sent: {name: text or [texts]}."""
        pairs: list[tuple[str, str]] = []
        for name, value in fields.items():
            values = value if isinstance(value, list | tuple) else [value]
            pairs.extend((name, str(one)) for one in values if one is not None)
        return cls(formdata=MultiDict(pairs))

    def unknown(self, names: Sequence[str]) -> list[str]:
        """Return the names that are no field of this form."""
        return sorted(
            name for name in names if name not in self._fields and name not in STEERING_FIELDS
        )


class IdField(StringField):
    """A UUID in its usual form; ``data`` is a ``UUID`` or None."""

    data: UUID | None  # type: ignore[assignment]  # more than the text it was typed as

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = parse_id(text) if text else None
        if text and self.data is None:
            raise ValueError(_l("This page sent something we cannot use. Load it again."))

    def _value(self) -> str:
        return str(self.data) if self.data else ""


class MomentField(StringField):
    """A moment: ISO 8601 with an offset, or a local time in the form's ``tz``.

    ``data`` is aware, or None. A local time without ``tz`` is read in ``default_zone``.
    """

    data: datetime | None  # type: ignore[assignment]  # more than the text it was typed as
    default_zone = "UTC"

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.raw_text = text
        self.data = None
        if not text:
            return
        try:
            self.data = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(_NO_MOMENT) from None

    def resolve(self, zone: str | None) -> None:
        """Give a local time its zone; called once the whole form is known."""
        if self.data is None:
            return
        try:
            self.data = (
                self.data if self.data.tzinfo else self.data.replace(tzinfo=self._zone(zone))
            ).astimezone(UTC)
        except OverflowError:
            # The first and the last day of the calendar have no UTC everywhere.
            self.data = None
            self.process_errors = [*self.process_errors, _NO_MOMENT]

    def _zone(self, zone: str | None) -> ZoneInfo:
        try:
            return ZoneInfo(zone or self.default_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            # OSError: the name of a folder of zones, or one too long for a file.
            return ZoneInfo(self.default_zone)

    def _value(self) -> str:
        if self.raw_data and self.data is None:
            return getattr(self, "raw_text", "")
        return self.data.strftime("%Y-%m-%dT%H:%M") if self.data else ""


class AtMost:
    """Refuse text longer than ``limit`` characters, and say by how much."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, _form: Any, field: Field) -> None:
        over = len(field.data or "") - self.limit
        if over > 0:
            raise ValidationError(
                _l(
                    "This is %(over)d characters too long. Shorten it to %(limit)d or fewer.",
                    over=over,
                    limit=self.limit,
                )
            )


class Needed:
    """Refuse an empty answer with a message that says what to enter."""

    field_flags: ClassVar[dict[str, Any]] = {"required": True}

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, _form: Any, field: Field) -> None:
        if field.errors:
            return
        if field.data is None or field.data == "" or field.data == []:
            raise ValidationError(self.message)
