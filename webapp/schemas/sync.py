"""What a phone sends: enrolments, requests for pages, sealed entries and what is inside them."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

#: Most entries in one delivery, and most pages in one request.
MOST_ENTRIES = 100
MOST_PAGES = 100
#: Longest entry on the wire (bytes); a note of 20,000 characters a section fits.
LONGEST_ENTRY = 400_000
#: Longest text and most fields of one action.
LONGEST_TEXT = 60_000
#: What a column holds; a phone that writes an entry a second gets there after sixty years.
LARGEST_SEQ = 2**31 - 1
MOST_FIELDS = 80


class Strict(Schema):
    """A schema that refuses what it does not know."""

    class Meta:
        unknown = RAISE


class EnrolSchema(Strict):
    """A browser introducing itself."""

    device_id = fields.UUID(required=True)
    label = fields.String(required=True, validate=validate.Length(1, 200))


class PagesSchema(Strict):
    """The pages a phone wants."""

    urls = fields.List(
        fields.String(validate=validate.Length(1, 200)),
        required=True,
        validate=validate.Length(1, MOST_PAGES),
    )


class EnvelopeSchema(Strict):
    """A sealed entry: what may be seen from outside."""

    v = fields.Integer(required=True, validate=validate.OneOf([1]))
    op_id = fields.UUID(required=True)
    enrolment_id = fields.UUID(required=True)
    seq = fields.Integer(required=True, validate=validate.Range(min=0, max=LARGEST_SEQ))
    created = fields.AwareDateTime(required=True)
    kid = fields.String(required=True, validate=validate.Regexp(r"[0-9A-Za-z_-]{1,32}\Z"))
    cek = fields.String(required=True, validate=validate.Length(1, 400))
    iv = fields.String(required=True, validate=validate.Length(16, 16))
    body = fields.String(required=True, validate=validate.Length(1, LONGEST_ENTRY))


class OpSchema(Strict):
    """What a sealed entry holds: one action, with what it depends on."""

    op_id = fields.UUID(required=True)
    enrolment_id = fields.UUID(required=True)
    seq = fields.Integer(required=True)
    action = fields.String(required=True, validate=validate.Length(1, 60))
    stream = fields.String(required=True, validate=validate.Length(1, 60))
    depends_on = fields.List(fields.UUID(), required=True, validate=validate.Length(max=50))
    occurred_at = fields.AwareDateTime(required=True)
    tz = fields.String(required=True, allow_none=True, validate=validate.Length(max=64))
    schema = fields.Integer(required=True, validate=validate.OneOf([1]))
    fields_ = fields.Dict(
        keys=fields.String(validate=validate.Length(1, 80)),
        data_key="fields",
        attribute="fields",
        required=True,
        validate=validate.Length(max=MOST_FIELDS),
    )

    @validates_schema
    def only_texts(self, data: dict[str, Any], **_more: Any) -> None:
        """Refuse anything but texts and lists of texts."""
        for name, value in data["fields"].items():
            several = value if isinstance(value, list) else [value]
            if len(several) > 50 or not all(
                isinstance(one, str) and len(one) <= LONGEST_TEXT for one in several
            ):
                raise ValidationError({"fields": {name: ["Not a text, or too long."]}})
