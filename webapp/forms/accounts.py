"""Forms of accounts: signing in, passwords, invitations, settings."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from webapp.domain.people import Role
from webapp.forms import words
from webapp.forms.base import AtMost, IdField, Needed, TendForm

_INCOMPLETE = _l("This page is incomplete. Load it again.")
LONGEST_EMAIL = 254


class RealEmail:
    """Refuse what cannot be an address; nobody is asked whether it exists."""

    def __call__(self, _form: Any, field: Field) -> None:
        if not field.data or field.errors:
            return
        try:
            found = validate_email(field.data, check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            raise ValidationError(_l("Enter an address like name@example.org.")) from None
        field.data = found.normalized


class OfferedOrEmpty:
    """Refuse a choice that is not offered; no choice is fine."""

    def __init__(self, offered: tuple[str, ...]) -> None:
        self.offered = offered

    def __call__(self, _form: Any, field: Field) -> None:
        if field.data and field.data not in self.offered:
            raise ValidationError(_l("Choose one of the answers on the page."))


def email_field(needed: Any) -> Any:
    """Return a field for one's own address."""
    return StringField(
        _l("Email"),
        validators=[Needed(needed), AtMost(LONGEST_EMAIL), RealEmail()],
        render_kw={
            "type": "email",
            "autocomplete": "username",
            "inputmode": "email",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )


def new_password_field() -> Any:
    """Return a field for a new password."""
    return PasswordField(
        _l("New password"),
        description=_l("12 characters or more. Four random words are a good password."),
        validators=[Needed(_l("Enter a new password.")), AtMost(200)],
        render_kw={"autocomplete": "new-password"},
    )


class SignInForm(TendForm):
    """Address and password."""

    email = StringField(
        _l("Email"),
        validators=[Needed(_l("Enter the email address you sign in with.")), AtMost(LONGEST_EMAIL)],
        render_kw={
            "type": "email",
            "autocomplete": "username",
            "inputmode": "email",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )
    password = PasswordField(
        _l("Password"),
        validators=[Needed(_l("Enter your password.")), AtMost(200)],
        render_kw={"autocomplete": "current-password"},
    )


class NoFieldsForm(TendForm):
    """An act that needs no facts."""


class ForgotPasswordForm(TendForm):
    """The address a reset link is mailed to."""

    email = email_field(_l("Enter the email address you sign in with."))


class ResetPasswordForm(TendForm):
    """A new password, by a mailed link."""

    token = HiddenField(validators=[Needed(_INCOMPLETE), AtMost(100)])
    new_password = new_password_field()


class ChangePasswordForm(TendForm):
    """The password now, and the one to come."""

    current_password = PasswordField(
        _l("Password now"),
        validators=[Needed(_l("Enter the password you sign in with now.")), AtMost(200)],
        render_kw={"autocomplete": "current-password"},
    )
    new_password = new_password_field()


class AcceptInvitationForm(TendForm):
    """The name and password of somebody new."""

    token = HiddenField(validators=[Needed(_INCOMPLETE), AtMost(100)])
    name = StringField(
        _l("Your name"),
        description=_l("As colleagues know you."),
        validators=[Needed(_l("Enter your name.")), AtMost(200)],
        render_kw={"autocomplete": "name", "dir": "auto"},
    )
    new_password = new_password_field()


class InvitePersonForm(TendForm):
    """Whom to invite, in which role and team."""

    name = StringField(
        _l("Name"),
        validators=[Needed(_l("Enter the person's name.")), AtMost(200)],
        render_kw={"autocomplete": "off", "dir": "auto"},
    )
    email = StringField(
        _l("Email"),
        validators=[
            Needed(_l("Enter the address the invitation goes to.")),
            AtMost(LONGEST_EMAIL),
            RealEmail(),
        ],
        render_kw={"type": "email", "autocomplete": "off", "inputmode": "email"},
    )
    role = RadioField(
        _l("Role"),
        choices=[(str(role), words.ROLES[role]) for role in Role],
        default=str(Role.WORKER),
        validators=[OfferedOrEmpty(tuple(str(role) for role in Role))],
        validate_choice=False,
    )
    team_id = IdField(_l("Team"))
    person_id = IdField()


class InvitationForm(TendForm):
    """One invitation."""

    invitation_id = IdField(validators=[Needed(_INCOMPLETE)])


class PersonForm(TendForm):
    """One person of the agency."""

    user_id = IdField(validators=[Needed(_INCOMPLETE)])


class SessionForm(TendForm):
    """One signed-in browser."""

    session_id = IdField(validators=[Needed(_INCOMPLETE)])


class DeviceForm(TendForm):
    """One phone."""

    device_id = IdField(validators=[Needed(_INCOMPLETE)])


class EnrolDeviceForm(TendForm):
    """A phone that makes itself known."""

    device_id = IdField(validators=[Needed(_INCOMPLETE)])
    label = StringField(validators=[AtMost(200)])


class PreferencesForm(TendForm):
    """How pages look and which language they speak."""

    language = SelectField(
        _l("Language"), choices=[], validate_choice=False, validators=[AtMost(12)]
    )
    size = RadioField(
        _l("Text size"),
        choices=[("normal", _l("Normal")), ("large", _l("Large"))],
        validators=[OfferedOrEmpty(("normal", "large"))],
        validate_choice=False,
    )
    theme = RadioField(
        _l("Colors"),
        choices=[
            ("system", _l("As on this device")),
            ("light", _l("Light")),
            ("dark", _l("Dark")),
        ],
        validators=[OfferedOrEmpty(("system", "light", "dark"))],
        validate_choice=False,
    )

    def validate_language(self, field: Field) -> None:
        """Refuse a language this server does not speak; none at all means the browser's."""
        if field.data and field.data not in current_app.extensions["tend.settings"].languages:
            raise ValidationError(_l("Choose one of the answers on the page."))
