"""Forms for clients: added, changed, reached, warned about."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, ValidationError

from webapp.domain.alerts import AlertKind, Sensitivity
from webapp.domain.contacts import PhoneKind
from webapp.domain.names import fold
from webapp.domain.phones import is_plausible
from webapp.domain.seen import Seen
from webapp.forms import words
from webapp.forms.base import AtMost, IdField, Needed, TendForm
from webapp.forms.client_words import BIRTH_DATE_QUALITIES, FIELDS, POINT_KINDS, YES_NO

INCOMPLETE = _l("This page is incomplete. Load it again.")
CHOOSE = _l("Choose one of the answers shown.")
NO_FILL = {"autocomplete": "off"}
NAME = {"autocomplete": "off", "dir": "auto", "autocapitalize": "words", "spellcheck": "false"}


class DayField(DateField):
    """A day; says in plain words when it is not a real one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            super().process_formdata([text])
        except ValueError:
            raise ValueError(_l("Enter a real date, like 24 November 1990.")) from None


class SeenField(HiddenField):
    """What the page showed before the edit: ``data`` is ``Seen`` or None."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = Seen(valuelist[0].replace("\r\n", "\n")) if valuelist else None

    def _value(self) -> str:
        return self.data.text if self.data else ""


class ChoiceField(RadioField):
    """One of a few answers; without ``missing`` it may be left open."""

    def __init__(self, label: Any = None, *, missing: Any = None, **kwargs: Any) -> None:
        super().__init__(label, coerce=_as_word, **kwargs)
        self.missing = missing

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            if self.missing is not None:
                raise ValidationError(self.missing)
        elif self.data not in [choice[0] for choice in self.choices or ()]:
            raise ValidationError(CHOOSE)


def _as_word(value: Any) -> str:
    return "" if value is None else str(value)


class AnswerField(RadioField):
    """Yes, no, or not known: ``data`` is True, False or None."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=list(YES_NO.items()), coerce=str, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        if text not in YES_NO:
            self.data = None
            raise ValueError(CHOOSE)
        self.data = {"yes": True, "no": False}.get(text)

    def iter_choices(self) -> Any:
        chosen = {True: "yes", False: "no"}.get(self.data, "")
        for value, label in YES_NO.items():
            yield value, label, value == chosen, {}

    def pre_validate(self, form: Any) -> None:
        """Nothing more to check: only the three answers get this far."""


class LanguagesField(SelectMultipleField):
    """Languages by BCP 47 code, the preferred first; ``data`` is a list without repeats."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=[], coerce=str, validate_choice=False, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        codes = dict.fromkeys(code.strip() for text in valuelist for code in text.split(","))
        self.data = [code for code in codes if code]
        if len(self.data) > 20 or any(not _is_code(code) for code in self.data):
            raise ValueError(_l("Choose languages from the list."))


def _is_code(code: str) -> bool:
    return 2 <= len(code) <= 12 and all(c.isascii() and (c.isalnum() or c == "-") for c in code)


class HasLetters:
    """Refuse a name without a single letter or digit."""

    def __call__(self, _form: Any, field: Any) -> None:
        if field.data and not fold(field.data):
            raise ValidationError(_l("Enter a name with letters."))


class Dialled:
    """Refuse what cannot be dialled."""

    def __call__(self, _form: Any, field: Any) -> None:
        if field.data and not is_plausible(field.data):
            raise ValidationError(
                _l("Enter a phone number with 7 to 15 digits, like 555 201 4477.")
            )


class SafetyForm(TendForm):
    """What is safe at one contact point."""

    safe_to_call = AnswerField(FIELDS["safe_to_call"], validators=[Optional()])
    safe_to_text = AnswerField(FIELDS["safe_to_text"], validators=[Optional()])
    safe_for_voicemail = AnswerField(FIELDS["safe_for_voicemail"], validators=[Optional()])
    best_times = StringField(
        FIELDS["best_times"],
        description=_l("Such as: after 18:00, not on Sundays"),
        validators=[AtMost(200)],
        render_kw={**NO_FILL, "dir": "auto"},
    )


class FactsForm(TendForm):
    """Facts of a client that the form to add and the form to change share."""

    name_used = StringField(
        FIELDS["name_used"],
        description=_l("The name this person wants to be called by"),
        validators=[Needed(_l("Enter the name this person uses.")), AtMost(200), HasLetters()],
        render_kw=NAME,
    )
    legal_name = StringField(
        FIELDS["legal_name"],
        description=_l("Only where papers need it"),
        validators=[AtMost(200), HasLetters()],
        render_kw=NAME,
    )
    other_names = TextAreaField(
        FIELDS["other_names"],
        description=_l("Earlier names and nicknames, one on each line"),
        validators=[AtMost(1000)],
        render_kw={**NAME, "rows": 2},
    )
    pronouns = StringField(FIELDS["pronouns"], validators=[AtMost(60)], render_kw=NO_FILL)
    birth_date = DayField(FIELDS["birth_date"], validators=[Optional()], render_kw=NO_FILL)
    birth_date_quality = ChoiceField(
        FIELDS["birth_date_quality"], choices=list(BIRTH_DATE_QUALITIES.items())
    )
    languages = LanguagesField(FIELDS["languages"], validators=[Optional()])
    needs_interpreter = BooleanField(FIELDS["needs_interpreter"])
    address = TextAreaField(
        FIELDS["address"],
        description=_l("Street and place, or where this person can usually be found"),
        validators=[AtMost(1000)],
        render_kw={**NO_FILL, "dir": "auto", "rows": 2},
    )
    has_no_fixed_address = BooleanField(FIELDS["has_no_fixed_address"])
    safe_contact = StringField(
        _l("Safe contact in one sentence"),
        description=_l("Read before every call. Such as: Call only, after 18:00. No voicemail."),
        validators=[AtMost(500)],
        render_kw={**NO_FILL, "dir": "auto"},
    )


class ClientForm(FactsForm, SafetyForm):
    """A new client: short, with everything else optional."""

    client_id = IdField(validators=[Needed(INCOMPLETE)])
    case_id = IdField(validators=[Needed(INCOMPLETE)])
    phone = StringField(
        _l("Phone"),
        validators=[AtMost(60), Dialled()],
        render_kw={**NO_FILL, "inputmode": "tel", "dir": "ltr"},
    )
    phone_label = StringField(
        _l("Whose phone is it?"),
        description=_l("When it is not the client's own"),
        validators=[AtMost(200)],
        render_kw=NO_FILL,
    )
    program_id = IdField(_l("Program"), validators=[Needed(_l("Choose a program."))])
    worker_id = IdField(_l("Who will work with this person?"))
    referral_source = StringField(
        _l("Who referred this person?"), validators=[AtMost(200)], render_kw=NO_FILL
    )
    reason = TextAreaField(
        _l("What brings this person here?"),
        validators=[AtMost(2000)],
        render_kw={**NO_FILL, "dir": "auto", "rows": 2},
    )
    is_somebody_new = BooleanField(_l("I looked: this is somebody new"))


class EditClientForm(FactsForm):
    """Facts of a client, each with what its author saw before."""

    client_id = IdField(validators=[Needed(INCOMPLETE)])
    base_revision = IntegerField(validators=[Optional()])
    sensitivity = ChoiceField(
        FIELDS["sensitivity"],
        choices=[(one.value, words.SENSITIVITIES[one]) for one in Sensitivity],
    )
    base_name_used = SeenField()
    base_legal_name = SeenField()
    base_other_names = SeenField()
    base_pronouns = SeenField()
    base_birth_date = SeenField()
    base_birth_date_quality = SeenField()
    base_languages = SeenField()
    base_needs_interpreter = SeenField()
    base_address = SeenField()
    base_has_no_fixed_address = SeenField()
    base_safe_contact = SeenField()
    base_sensitivity = SeenField()


class ClientMarkForm(TendForm):
    """A client something is said about."""

    client_id = IdField(validators=[Needed(INCOMPLETE)])


class ContactPointForm(SafetyForm):
    """A way to reach a client."""

    client_id = IdField(validators=[Needed(INCOMPLETE)])
    contact_id = IdField(validators=[Needed(INCOMPLETE)])
    kind = ChoiceField(
        FIELDS["kind"],
        choices=[(one.value, POINT_KINDS[one]) for one in PhoneKind],
        default=PhoneKind.PHONE.value,
        missing=CHOOSE,
    )
    value = StringField(
        FIELDS["value"],
        validators=[
            Needed(_l("Enter a number, an address or another way to reach this person.")),
            AtMost(200),
        ],
        render_kw={**NO_FILL, "dir": "auto"},
    )
    label = StringField(
        _l("Whose is it?"),
        description=_l("When it is not the client's own, such as: Aunt Rosa's phone"),
        validators=[AtMost(200)],
        render_kw={**NO_FILL, "dir": "auto"},
    )
    is_preferred = BooleanField(FIELDS["is_preferred"])


class EditContactPointForm(ContactPointForm):
    """A contact point changed, each fact with what its author saw before."""

    client_id = IdField()
    base_kind = SeenField()
    base_value = SeenField()
    base_label = SeenField()
    base_safe_to_call = SeenField()
    base_safe_to_text = SeenField()
    base_safe_for_voicemail = SeenField()
    base_best_times = SeenField()
    base_is_preferred = SeenField()


class ContactPointMarkForm(TendForm):
    """A contact point that is no longer good."""

    contact_id = IdField(validators=[Needed(INCOMPLETE)])


class AlertForm(TendForm):
    """A safety alert."""

    client_id = IdField(validators=[Needed(INCOMPLETE)])
    alert_id = IdField(validators=[Needed(INCOMPLETE)])
    kind = ChoiceField(
        _l("What is the danger?"),
        choices=[(one.value, words.ALERTS[one]) for one in AlertKind],
        missing=_l("Choose what the alert warns of."),
    )
    text = TextAreaField(
        _l("What must be known first?"),
        description=_l("Facts, and what to do. Shown before the address and the phone."),
        validators=[Needed(_l("Say what must be known.")), AtMost(1000)],
        render_kw={**NO_FILL, "dir": "auto", "rows": 3},
    )
    source = StringField(
        _l("How do you know?"),
        validators=[AtMost(200)],
        render_kw={**NO_FILL, "dir": "auto"},
    )
    review_on = DayField(_l("Look at it again on"), validators=[Optional()], render_kw=NO_FILL)


class EndAlertForm(TendForm):
    """An alert that is over."""

    alert_id = IdField(validators=[Needed(INCOMPLETE)])
    reason = StringField(
        _l("Why is it over?"),
        validators=[Needed(_l("Say why this alert is over.")), AtMost(1000)],
        render_kw={**NO_FILL, "dir": "auto"},
    )
