"""More, and the settings: display, password, signed-in browsers, phones, people."""

from typing import Any

from babel import Locale
from flask import Blueprint, Response, request
from flask_babel import get_locale
from flask_login import login_required

from webapp.actions import Performed
from webapp.database import after_commit, current_session, database, release_session
from webapp.domain.ids import parse_id
from webapp.domain.people import Role
from webapp.forms import words
from webapp.forms.accounts import ChangePasswordForm, InvitePersonForm, PreferencesForm
from webapp.forms.base import TendForm
from webapp.services import accounts, devices, invitations, sessions, sign_in
from webapp.views import mailing, preferences, rendering
from webapp.views.actions import finishes, shows_again
from webapp.views.identity import current_actor, now, settings, signed_in

bp = Blueprint("settings", __name__)


@bp.get("/more")
@login_required
def more() -> Response:
    """Who I am here, and the way to everything that is not daily work."""
    return more_page()


def more_page() -> Response:
    """Return the More page as it is shown and as phones carry it."""
    return rendering.page(
        "settings/more.html",
        may_be_packed=True,
        about=accounts.more_page(current_session(), current_actor()),
    )


@bp.get("/settings/sessions")
@login_required
def my_sessions() -> Response:
    """Where I am signed in."""
    return rendering.page(
        "settings/sessions.html",
        sessions=sessions.list_sessions(current_session(), current_actor(), now()),
    )


@bp.get("/settings/phone")
@login_required
def phones() -> Response:
    """What this phone keeps, and my other phones."""
    return rendering.page(
        "settings/phone.html", devices=devices.list_devices(current_session(), current_actor())
    )


@bp.get("/settings/password")
@login_required
def password() -> Response:
    """Change my password."""
    return rendering.page("settings/password.html", form=ChangePasswordForm(formdata=None))


@shows_again("change_password")
def show_password_again(form: TendForm, fields: dict[str, Any]) -> Response:
    """Show the form again with what is wrong; a wrong password now is remembered."""
    if form["current_password"].errors and fields.get("current_password"):
        owner = sign_in.owner(current_actor().user_id)
        release_session()
        with database().writing() as session:
            sign_in.note_failure(session, owner, now())
    return rendering.page("settings/password.html", status=422, form=form)


@bp.get("/settings/display")
@login_required
def display() -> Response:
    """Language, text size and colors."""
    found = signed_in()
    form = PreferencesForm(formdata=None)
    if found is not None:
        form.language.data = found.actor.language if found.has_language else str(get_locale())
        form.size.data = found.text_size
        form.theme.data = found.theme
    return _display_page(form)


def _display_page(form: TendForm, *, status: int = 200) -> Response:
    assert isinstance(form, PreferencesForm)
    form.language.choices = [
        (code, Locale.parse(code).get_display_name(code) or code) for code in settings().languages
    ]
    return rendering.page("settings/display.html", status=status, form=form)


@shows_again("save_preferences")
def show_display_again(form: TendForm, _fields: dict[str, Any]) -> Response:
    """Show the form again with what is wrong."""
    return _display_page(form, status=422)


@finishes("save_preferences")
def finish_preferences(performed: Performed, answer: Response) -> None:
    """Keep the choices in this browser too, for its signed-out pages."""
    preferences.give_cookies(answer, performed.done.context["user"])


@bp.get("/people")
@login_required
def people() -> Response:
    """The people of the agency or of one's teams, and open invitations."""
    form = InvitePersonForm(formdata=None)
    person_id = parse_id(request.args.get("person", ""))
    lines = accounts.list_people(current_session(), current_actor())
    for line in lines:
        if line.id == person_id and line.email is None:
            form.name.data, form.role.data = line.name, str(line.role)
            form.person_id.data = person_id
    return _people_page(form, lines)


def _people_page(
    form: TendForm, lines: list[accounts.PersonLine], *, status: int = 200
) -> Response:
    assert isinstance(form, InvitePersonForm)
    session, actor = current_session(), current_actor()
    if not actor.is_administrator:
        form.role.choices = [(str(Role.WORKER), words.ROLES[Role.WORKER])]
    return rendering.page(
        "settings/people.html",
        status=status,
        form=form,
        people=lines,
        teams=accounts.manageable_teams(session, actor),
        invitations=invitations.list_open(session, actor, now()),
        mail_folder=None if settings().mail.host else str(settings().data_dir / "mail"),
    )


@shows_again("invite_person")
def show_people_again(form: TendForm, _fields: dict[str, Any]) -> Response:
    """Show the form again with what is wrong."""
    return _people_page(form, accounts.list_people(current_session(), current_actor()), status=422)


@finishes("invite_person", "resend_invitation")
def finish_invitation(performed: Performed, _answer: Response) -> None:
    """Mail the link once the invitation is safe; the page then says what became of it."""
    link, token = performed.done.context["link"], performed.done.context["token"]
    language, agency = str(get_locale()), _agency_name()
    after_commit(lambda: _mail_invitation(link, token, language, agency))


def _mail_invitation(link: Any, token: str, language: str, agency: str) -> None:
    mailing.send_invitation(link, token, language, agency)


def _agency_name() -> str:
    found = signed_in()
    return found.agency_name if found else "Tend"
