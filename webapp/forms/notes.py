"""Forms for notes: what a worker writes of a contact, and what is added after signing."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional, ValidationError

from webapp.domain.contacts import ContactMethod, ContactOutcome
from webapp.domain.notes import SECTION_LIMIT, SECTIONS, NoteTemplate, Section
from webapp.forms import words
from webapp.forms.base import AtMost, IdField, MomentField, Needed, TendForm

_WRONG_CHOICE = _l("Choose one of the answers shown.")


def section_field(section: Section) -> str:
    """Return the name of a section's field."""
    return f"section_{section.value}"


class SectionsForm(TendForm):
    """A form with a text for each section of any template."""

    def sections_of(self, template: NoteTemplate) -> dict[str, str]:
        """Return the texts of a template's sections, empty ones left out."""
        found = {}
        for section in SECTIONS[template]:
            text = self._fields[section_field(section)].data
            if text:
                found[section.value] = text
        return found


for _section in Section:
    setattr(
        SectionsForm,
        section_field(_section),
        TextAreaField(
            words.SECTIONS[_section],
            validators=[Optional(), AtMost(SECTION_LIMIT)],
            render_kw={"autocomplete": "off", "rows": 3},
        ),
    )


class NoteForm(SectionsForm):
    """A note. Nothing optional blocks saving; something must have been written."""

    @classmethod
    def read(cls, fields: Mapping[str, Any]) -> TendForm:
        """Return the form with its template's sections, and any others that were sent.

        Making all thirty-odd sections for each note takes longer than saving it.
        """
        template = fields.get("template")
        if not isinstance(template, str) or template not in set(NoteTemplate):
            return super().read(fields)
        kept = {section_field(section) for section in SECTIONS[NoteTemplate(template)]}
        kept |= _SECTION_FIELDS & fields.keys()
        return super(NoteForm, _with_sections(cls, frozenset(kept))).read(fields)

    note_id = IdField(validators=[Needed(_l("This page sent no note number. Load it again."))])
    client_id = IdField(validators=[Needed(_l("Choose whom the note is about."))])
    case_id = IdField()
    template = SelectField(
        _l("Kind of note"),
        choices=list(words.TEMPLATES.items()),
        default=NoteTemplate.CONTACT.value,
        coerce=str,
        validate_choice=True,
    )
    method = RadioField(
        _l("How?"),
        choices=list(words.METHODS.items()),
        coerce=str,
        default=ContactMethod.VISIT.value,
    )
    outcome = RadioField(
        _l("Did it happen?"),
        choices=list(words.OUTCOMES.items()),
        coerce=str,
        default=ContactOutcome.COMPLETED.value,
    )
    present = StringField(
        _l("Who else was there?"),
        validators=[Optional(), AtMost(200)],
        render_kw={"autocomplete": "off"},
    )
    place = StringField(
        _l("Where?"), validators=[Optional(), AtMost(200)], render_kw={"autocomplete": "off"}
    )
    occurred_at = MomentField(_l("When?"), validators=[Needed(_l("Enter when it happened."))])
    minutes = IntegerField(
        _l("How long, in minutes?"),
        validators=[
            Optional(),
            NumberRange(0, 1440, _l("Enter minutes between 0 and 1440.")),
        ],
    )
    next_step = StringField(
        _l("Next step"), validators=[Optional(), AtMost(200)], render_kw={"autocomplete": "off"}
    )
    next_step_on = DateField(_l("By when?"), validators=[Optional()])
    task_id = IdField()
    risk_after = RadioField(
        _l("Risk after this contact"),
        choices=[("", _l("No change")), *words.RISKS.items()],
        coerce=str,
        default="",
        validators=[Optional()],
    )
    risk_reason = StringField(
        _l("Why this risk level?"),
        validators=[Optional(), AtMost(2000)],
        render_kw={"autocomplete": "off"},
    )
    late_reason = StringField(
        _l("This entry is late. What held it up?"),
        validators=[Optional(), AtMost(2000)],
        render_kw={"autocomplete": "off"},
    )
    #: "1": sign at once. "0": keep as a draft.
    sign = StringField(default="1")

    def validate_sign(self, field: Any) -> None:
        if field.data not in {"0", "1", ""}:
            raise ValidationError(_WRONG_CHOICE)

    def validate(self, extra_validators: Any = None) -> bool:
        """Add what concerns several fields: a text there must be, a date needs its step."""
        fine = super().validate(extra_validators)
        template = self.template.data
        if template in set(NoteTemplate):
            first = self._fields[section_field(SECTIONS[NoteTemplate(template)][0])]
            if not self.sections_of(NoteTemplate(template)) and not self._says_enough():
                first.errors = [_l("Write what happened, in a few words.")]
                fine = False
        if self.next_step_on.data and not self.next_step.data:
            self.next_step.errors = [_l("Say what the next step is, or clear its date.")]
            fine = False
        return fine

    def _says_enough(self) -> bool:
        # "Tried to call, no answer" is a whole note.
        return bool(self.outcome.data == ContactOutcome.ATTEMPTED.value)


_SECTION_FIELDS = frozenset(section_field(section) for section in Section)


@lru_cache(maxsize=64)
def _with_sections(form: type[NoteForm], kept: frozenset[str]) -> type[NoteForm]:
    """Return the form without the sections that are not kept."""
    return type(form.__name__, (form,), dict.fromkeys(_SECTION_FIELDS - kept))


class AddendumForm(TendForm):
    """Something added to a signed note."""

    note_id = IdField(validators=[Needed(_l("This page sent no note number. Load it again."))])
    amendment_id = IdField(validators=[Needed(_l("This page is incomplete. Load it again."))])
    text = TextAreaField(
        _l("What do you want to add?"),
        validators=[Needed(_l("Write what you want to add.")), AtMost(SECTION_LIMIT)],
        render_kw={"autocomplete": "off"},
    )


class CorrectionForm(SectionsForm):
    """What should have been written; the original stays visible, struck through."""

    note_id = IdField(validators=[Needed(_l("This page sent no note number. Load it again."))])
    amendment_id = IdField(validators=[Needed(_l("This page is incomplete. Load it again."))])
    reason = StringField(
        _l("Why is it corrected?"),
        validators=[Needed(_l("Say why it is corrected.")), AtMost(2000)],
        render_kw={"autocomplete": "off"},
    )


class NoteInErrorForm(TendForm):
    """A note that should not be there: kept, hidden from the normal view."""

    note_id = IdField(validators=[Needed(_l("This page sent no note number. Load it again."))])
    reason = StringField(
        _l("Why is this note wrong?"),
        validators=[Needed(_l("Say why this note is wrong.")), AtMost(2000)],
        render_kw={"autocomplete": "off"},
    )


class SignNoteForm(TendForm):
    """A draft to be signed."""

    note_id = IdField(validators=[Needed(_l("This page sent no note number. Load it again."))])
    late_reason = StringField(
        _l("This entry is late. What held it up?"), validators=[Optional(), AtMost(2000)]
    )
