"""What Tend mails, put into words in the reader's language, and what became of it.

Mail is sent after the commit, when no other writer has to wait for a mail server.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import structlog
from flask import current_app
from flask_babel import force_locale, format_date
from flask_babel import gettext as _

from webapp.database import database
from webapp.models import MailedLink, User
from webapp.services import audit, links, mail, passwords
from webapp.services.mail import Letter
from webapp.views.identity import now, settings

log = structlog.get_logger("tend.mail")
HEAD_START_SECONDS = 0.25
_PENDING: set["Future[None]"] = set()


def send_invitation(link: MailedLink, token: str, language: str, agency: str) -> str:
    """Mail an invitation and return what became of it."""
    with force_locale(language):
        letter = _letter(
            link.email,
            _("Your invitation to Tend"),
            "mail/invitation.txt",
            language,
            name=link.invited.get("name"),
            agency=agency,
            url=f"{settings().public_url}/invitation/{token}",
            until=_day(link.expires_at),
        )
    state = mail.deliver(letter, settings().mail, settings().data_dir)
    _note_delivery(link.id, state)
    return state


def mail_reset_link(email: str) -> None:
    """Mail a reset link in the background, if there is anybody to mail it to."""
    _in_background(_mail_reset_link, email)


def mail_password_notice(user: User) -> None:
    """Tell the owner in the background that the password was changed."""
    if user.email:
        _in_background(_mail_password_notice, user)


def _mail_reset_link(email: str) -> None:
    with database().writing() as session:
        made = passwords.make_reset_link(session, email, now())
        if made is not None:
            audit.record(session, None, "make_reset_link", now(), subject_id=made[0].id)
    if made is None:
        return
    user, link, token = made
    language = _language_of(user)
    with force_locale(language):
        letter = _letter(
            link.email,
            _("Choose a new password for Tend"),
            "mail/reset.txt",
            language,
            name=user.name,
            url=f"{settings().public_url}/password/reset/{token}",
        )
    state = mail.deliver(letter, settings().mail, settings().data_dir)
    _note_delivery(link.id, state, about=user.id)


def _mail_password_notice(user: User) -> None:
    language = _language_of(user)
    assert user.email is not None
    with force_locale(language):
        letter = _letter(
            user.email,
            _("Your Tend password was changed"),
            "mail/password_changed.txt",
            language,
            name=user.name,
            url=f"{settings().public_url}/password/forgot",
        )
    if mail.deliver(letter, settings().mail, settings().data_dir) == links.FAILED:
        with database().writing() as session:
            audit.record(session, None, "mail_failed", now(), subject_id=user.id)


def _note_delivery(link_id: UUID, state: str, *, about: UUID | None = None) -> None:
    with database().writing() as session:
        links.note_delivery(session, link_id, state)
        if state == links.FAILED:
            audit.record(session, None, "mail_failed", now(), subject_id=about or link_id)


def _letter(to: str, subject: str, template: str, language: str, **values: Any) -> Letter:
    # Not Flask's render_template: mail knows nothing of whoever is signed in.
    body = current_app.jinja_env.get_template(template).render(**values)
    return Letter(to=to, subject=subject, body=body, language=language)


def _language_of(user: User) -> str:
    offered = settings().languages
    return user.language if user.language in offered else offered[0]


def _day(moment: datetime) -> str:
    return format_date(moment, "long", rebase=False)


def _in_background(work: Callable[..., None], *arguments: Any) -> None:
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def run() -> None:
        with app.app_context():
            if not settings().testing:
                # Let the answer go first: it must not be slower for an address we know.
                time.sleep(HEAD_START_SECONDS)
            try:
                work(*arguments)
            except Exception as error:
                # The text of the error may repeat an address; its kind does not.
                log.error("mail could not be made", reason=type(error).__name__)

    _PENDING.add(_pool().submit(run))
    _PENDING.difference_update([one for one in _PENDING if one.done()])


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor:
    # Made at first use, so after the server has forked. Two at a time: whoever asks for a
    # thousand links makes a long queue, not a thousand threads. A server that stops finishes it.
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="tend-mail")


def wait_for_mail() -> None:
    """Wait until no mail is under way in this process."""
    wait(list(_PENDING), timeout=30)
