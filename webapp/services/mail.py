"""Mail: handed to an SMTP server, or written into the data folder when there is none.

Neither addresses nor links are ever logged: the log names the file or the kind of failure.
"""

import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path

import structlog

from webapp.config import MailSettings
from webapp.domain.ids import new_id
from webapp.services import links

#: A mail server that does not answer must not hold a worker of ours for long.
PATIENCE_SECONDS = 15

log = structlog.get_logger("tend.mail")


@dataclass(frozen=True)
class Letter:
    """One message to one person."""

    to: str = field(repr=False)
    subject: str
    body: str = field(repr=False)
    language: str = "en"


def deliver(letter: Letter, settings: MailSettings, data_dir: Path) -> str:
    """Send or write the letter; return ``links.SENT``, ``WRITTEN`` or ``FAILED``."""
    message = _message(letter, settings.sender)
    try:
        if settings.host is None:
            path = _write(message, data_dir)
            log.warning("no mail server is set; the mail was written to a file", file=str(path))
            return links.WRITTEN
        _send(message, settings)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.error("mail was not delivered", reason=_reason(error), server=settings.host)
        return links.FAILED
    log.info("mail was handed over", server=settings.host)
    return links.SENT


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(datetime.now(UTC))
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    message["Message-ID"] = make_msgid(domain=domain)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language
    message.set_content(letter.body)
    return message


def _send(message: EmailMessage, settings: MailSettings) -> None:
    assert settings.host is not None
    with smtplib.SMTP(settings.host, settings.port, timeout=PATIENCE_SECONDS) as server:
        if settings.use_starttls:
            server.starttls(context=ssl.create_default_context())
        if settings.username:
            server.login(settings.username, settings.password or "")
        server.send_message(message)


def _write(message: EmailMessage, data_dir: Path) -> Path:
    folder = data_dir / "mail"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{new_id()}.eml"
    path.touch(mode=0o600)
    path.write_bytes(bytes(message))
    return path


def _reason(error: Exception) -> str:
    # The texts of SMTP errors repeat addresses; their codes and kinds do not.
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
