"""Signing in, forgotten passwords, invitations: the pages outside the sign-in."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.actions import Performed
from webapp.database import after_commit, current_session, database, release_session
from webapp.domain.browsers import browser_name
from webapp.domain.people import Actor
from webapp.forms.accounts import (
    AcceptInvitationForm,
    ForgotPasswordForm,
    ResetPasswordForm,
    SignInForm,
)
from webapp.forms.base import TendForm
from webapp.models import User
from webapp.services import audit, invitations, links, passwords, sessions, sign_in
from webapp.services.sign_in import TooSoon
from webapp.views import known_device, mailing, preferences, rendering
from webapp.views.actions import finishes, safe_path, sent_fields, shows_again
from webapp.views.errors import answer as error_answer
from webapp.views.identity import actor_or_none, give_cookie, now, settings, signed_in, take_cookie

bp = Blueprint("accounts", __name__)

#: Holds a mailed link's token while its page is open, so that it leaves the address bar.
LINK_COOKIE = "tend_link"


@bp.get("/login")
def login() -> Response:
    """The sign-in page; whoever is signed in already goes on."""
    next_path = safe_path(request.args.get("next")) or "/today"
    if signed_in() is not None:
        return _go(next_path)
    return _sign_in_page(SignInForm(formdata=None), next_path)


def _sign_in_page(
    form: TendForm, next_path: str, *, status: int = 200, message: str | None = None
) -> Response:
    return rendering.page(
        "accounts/login.html", status=status, form=form, next_path=next_path, message=message
    )


@bp.post("/login")
def sign_in_now() -> Response:
    """Sign somebody in, or say why not."""
    fields = sent_fields()
    next_path = safe_path(request.form.get("next")) or "/today"
    form = SignInForm.read(fields)
    if form.unknown(list(fields)) or not form.validate():
        first = next((str(one) for errors in form.errors.values() for one in errors), None)
        return _refuse(form, next_path, 422, first or _("Load this page again."), as_page=None)
    email, password = str(form["email"].data), str(form["password"].data)
    before = actor_or_none()
    # From here on in steps: nobody else waits while a password is being hashed.
    release_session()
    try:
        found = _check(email, password)
    except TooSoon as soon:
        answer = _refuse(form, next_path, 429, _wait_sentence(soon.seconds))
        answer.headers["Retry-After"] = str(soon.seconds)
        if soon.is_turn:
            known_device.give_turn(answer, email, soon.seconds)
        return answer
    opened = _open(found, password, before) if found else None
    if opened is None:
        message = _("That email and password do not belong together. Check both and try again.")
        return _refuse(form, next_path, 422, message)
    return _let_in(opened, next_path)


@dataclass(frozen=True, slots=True)
class _Checked:
    """A person whose password was right a moment ago."""

    user: User
    trier: sign_in.Trier


def _check(email: str, password: str) -> _Checked | None:
    """Write the try down, then compare the password with no transaction open."""
    trier = known_device.trier(email)
    with database().writing() as session:
        sign_in.begin(session, trier, now())
        user = sign_in.user_of(session, email)
    if passwords.matches(user.password_hash if user else None, password) and user:
        return _Checked(user, trier)
    with database().writing() as session:
        audit.record(session, None, "sign_in_failed", now(), subject_id=user.id if user else None)
    return None


def _open(found: _Checked, password: str, before: Actor | None) -> tuple[User, str] | None:
    """Open a session unless the account changed since its password was compared."""
    with database().writing() as session:
        user = sign_in.user_of(session, found.user.email or "")
        if user is None or user.password_hash != found.user.password_hash:
            return None
        passwords.refresh_hash(user, password)
        sign_in.clear(session, found.trier, now())
        if before is not None:
            # The cookie of the session before is about to be replaced.
            sessions.sign_out(session, before, {}, now())
        return user, _open_session(session, user)


def _open_session(session: Any, user: User) -> str:
    browser = browser_name(request.headers.get("User-Agent", ""))
    row, token = sessions.open_session(session, user, browser, now())
    actor = Actor(user_id=user.id, role=user.role, name=user.name, session_id=row.id)
    audit.record(session, actor, "sign_in", now(), subject_id=user.id)
    return token


def _let_in(opened: tuple[User, str], next_path: str) -> Response:
    user, token = opened
    if rendering.is_from_script():
        answer = jsonify(ok=True, user_id=str(user.id), name=user.name, next=next_path)
    else:
        answer = _go(next_path)
    _give_cookies(answer, user, token)
    return answer


def _give_cookies(answer: Response, user: User, token: str) -> None:
    give_cookie(answer, token)
    known_device.remember(answer, user.email or "")
    preferences.give_cookies(answer, user)


def _refuse(
    form: TendForm, next_path: str, status: int, message: str, as_page: str | None = ""
) -> Response:
    if rendering.is_from_script():
        answer = jsonify(ok=False, message=message)
        answer.status_code = status
        return answer
    shown = message if as_page is not None else None
    return _sign_in_page(form, next_path, status=status, message=shown)


def _wait_sentence(seconds: int) -> str:
    if seconds < 60:
        return ngettext(
            "That was one try too many for now. Wait %(num)s second, then try again.",
            "That was one try too many for now. Wait %(num)s seconds, then try again.",
            seconds,
        )
    return ngettext(
        "That was one try too many for now. Wait %(num)s minute, then try again.",
        "That was one try too many for now. Wait %(num)s minutes, then try again.",
        -(-seconds // 60),
    )


def _go(path: str) -> Response:
    answer = redirect(path, 303)
    assert isinstance(answer, Response)
    return answer


@finishes("sign_out")
def finish_sign_out(_performed: Performed, answer: Response) -> None:
    """Take the cookie away, and from the browser's cache what pages it holds.

    Never its storage: unsent work lies there, sealed.
    """
    take_cookie(answer)
    answer.headers["Clear-Site-Data"] = '"cache"'


@finishes("revoke_session")
def finish_revoking(performed: Performed, answer: Response) -> None:
    """Sign out for good when the session revoked is this one."""
    if performed.done.context["is_this_one"]:
        finish_sign_out(performed, answer)


# --- A forgotten password -------------------------------------------------------------------


@bp.get("/password/forgot")
def forgot() -> Response:
    """Asks for the address a reset link is mailed to."""
    return rendering.page("accounts/forgot.html", form=ForgotPasswordForm(formdata=None))


@shows_again("request_password_reset")
def show_forgot_again(form: TendForm, _fields: dict[str, Any]) -> Response:
    """Show the form again with what is wrong."""
    return rendering.page("accounts/forgot.html", status=422, form=form)


@finishes("request_password_reset")
def finish_request(performed: Performed, _answer: Response) -> None:
    """Look the address up when the answer is out: it takes the same for everybody."""
    email = performed.done.context["email"]
    after_commit(lambda: mailing.mail_reset_link(email))


@bp.get("/password/reset/<token>")
def open_reset(token: str) -> Response:
    """Take the token out of the address bar; nothing is used up by looking."""
    return _keep_token(token, "/password/reset")


@bp.get("/password/reset")
def reset() -> Response:
    """Asks for the new password."""
    return _reset_page(ResetPasswordForm(formdata=None), request.cookies.get(LINK_COOKIE, ""))


def _reset_page(form: TendForm, token: str, *, status: int = 200) -> Response:
    link = links.look_at(current_session(), links.RESET, token, now())
    if link is None:
        return _link_over()
    form["token"].data = token
    return rendering.page("accounts/reset.html", status=status, form=form, email=link.email)


@shows_again("reset_password")
def show_reset_again(form: TendForm, fields: dict[str, Any]) -> Response:
    """Show the form again with what is wrong."""
    return _reset_page(form, str(fields.get("token", "")), status=422)


@finishes("reset_password")
def finish_reset(performed: Performed, answer: Response) -> None:
    """Let this browser sign in without waiting, and tell the owner."""
    user: User = performed.done.context["user"]
    take_cookie(answer)
    answer.delete_cookie(LINK_COOKIE, path="/password/reset")
    known_device.remember(answer, user.email or "")
    after_commit(lambda: mailing.mail_password_notice(user))


@finishes("change_password")
def finish_change(performed: Performed, _answer: Response) -> None:
    """Tell the owner by mail."""
    user: User = performed.done.context["user"]
    after_commit(lambda: mailing.mail_password_notice(user))


def _keep_token(token: str, path: str) -> Response:
    answer = _go(path)
    answer.set_cookie(
        LINK_COOKIE,
        token[:100],
        max_age=3600,
        path=path,
        httponly=True,
        secure=settings().is_https,
        # Strict would not send it when the link was opened from a mail program's page.
        samesite="Lax",
    )
    return answer


@bp.app_errorhandler(TooSoon)
def too_soon(error: TooSoon) -> Response:
    """Say how long to wait."""
    answer = error_answer(429, "too_many", message=_wait_sentence(error.seconds))
    answer.headers["Retry-After"] = str(error.seconds)
    return answer


@bp.app_errorhandler(links.LinkOver)
def link_over(_error: links.LinkOver) -> Response:
    """Say that a mailed link cannot be used any more."""
    return _link_over()


def _link_over() -> Response:
    return error_answer(410, "link_over")


# --- An invitation --------------------------------------------------------------------------


@bp.get("/invitation/<token>")
def open_invitation(token: str) -> Response:
    """Take the token out of the address bar; nothing is used up by looking."""
    return _keep_token(token, "/invitation")


@bp.get("/invitation")
def invitation() -> Response:
    """Asks somebody new for their name and a password."""
    return _invitation_page(
        AcceptInvitationForm(formdata=None), request.cookies.get(LINK_COOKIE, "")
    )


def _invitation_page(form: TendForm, token: str, *, status: int = 200) -> Response:
    invited = invitations.look_at(current_session(), token, now())
    if invited is None:
        return _link_over()
    form["token"].data = token
    if status == 200:
        form["name"].data = invited.name
    return rendering.page("accounts/invitation.html", status=status, form=form, invited=invited)


@shows_again("accept_invitation")
def show_invitation_again(form: TendForm, fields: dict[str, Any]) -> Response:
    """Show the form again with what is wrong."""
    return _invitation_page(form, str(fields.get("token", "")), status=422)


@finishes("accept_invitation")
def finish_acceptance(performed: Performed, answer: Response) -> None:
    """Sign the new person in."""
    user: User = performed.done.context["user"]
    token = _open_session(current_session(), user)
    answer.delete_cookie(LINK_COOKIE, path="/invitation")
    _give_cookies(answer, user, token)
