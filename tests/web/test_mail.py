"""Mail over real SMTP: with STARTTLS and a password, and what happens when it fails."""

import datetime
import socket
import ssl
from dataclasses import replace
from ipaddress import ip_address

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select

from webapp import create_app
from webapp.config import MailSettings
from webapp.domain.ids import new_id
from webapp.models import AuditEvent, MailedLink
from webapp.views import mailing

EMAIL = "nadia.petrov@example.org"


class Post:
    """A mail server's inside: keeps what it is handed, or refuses it."""

    def __init__(self) -> None:
        self.messages = []
        self.refuses = False

    async def handle_DATA(self, server, session, envelope):  # aiosmtpd's name
        if self.refuses:
            return "550 no such mailbox nadia.petrov@example.org"
        self.messages.append((envelope.mail_from, envelope.rcpt_tos, envelope.content, session))
        return "250 OK"


def check_password(_server, _session, _envelope, _mechanism, given):
    right = isinstance(given, LoginPassword) and given.password == b"letters-only"
    return AuthResult(success=right, handled=right)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that vouches for itself."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


@pytest.fixture
def post(certificate, monkeypatch):
    """A running mail server that wants STARTTLS and a password."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    inside = Post()
    with socket.create_server(("127.0.0.1", 0)) as free:
        inside.port = free.getsockname()[1]
    controller = Controller(
        inside,
        hostname="127.0.0.1",
        port=inside.port,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=check_password,
    )
    controller.start()
    yield inside
    controller.stop()


@pytest.fixture
def settings(settings, post):
    mail = MailSettings(
        host="127.0.0.1",
        port=post.port,
        username="tend",
        password="letters-only",
        use_starttls=True,
        sender="Harbor Street <tend@example.org>",
    )
    return replace(settings, mail=mail)


@pytest.fixture
def app(settings):
    made = create_app(settings)
    yield made
    made.extensions["tend.database"].dispose()


def invite(browser):
    return browser.act(
        "invite_person", name="Nadia Petrov", email=EMAIL, role="worker", op_id=new_id()
    )


def mail_state(session):
    session.rollback()
    return session.scalars(select(MailedLink)).one().invited["mail"]


def test_an_invitation_goes_out_encrypted_and_signed_in(client_as, people, post, session):
    ada = client_as(people.ada)
    assert invite(ada).status_code == 303
    ((sender, to, content, connection),) = post.messages
    assert (sender, to) == ("tend@example.org", [EMAIL])
    assert b"Subject: Your invitation to Tend" in content
    assert b"http://127.0.0.1:8000/invitation/" in content
    assert connection.ssl is not None
    assert connection.authenticated
    assert mail_state(session) == "sent"
    assert 'data-mail="sent"' in ada.get("/people").text


def test_a_reset_link_goes_out(client_as, people, post, session):
    client_as(None).act("request_password_reset", email="dina.okafor@example.org")
    mailing.wait_for_mail()
    ((_, to, content, _),) = post.messages
    assert to == ["dina.okafor@example.org"]
    assert b"/password/reset/" in content
    assert mail_state(session) == "sent"


def test_a_refused_mail_is_said_and_can_be_sent_again(client_as, people, post, session, capfd):
    post.refuses = True
    ada = client_as(people.ada)
    assert invite(ada).status_code == 303
    assert mail_state(session) == "failed"
    page = ada.get("/people").text
    assert "The mail did not go out." in page
    said = "".join(capfd.readouterr())
    assert "mail was not delivered" in said
    assert EMAIL not in said
    failed = session.scalars(select(AuditEvent).where(AuditEvent.action == "mail_failed")).one()
    link = session.scalars(select(MailedLink)).one()
    assert failed.subject_id == link.id
    post.refuses = False
    ada.act("resend_invitation", invitation_id=link.id, op_id=new_id())
    assert len(post.messages) == 1
    assert "The mail did not go out." not in ada.get("/people").text


def test_a_wrong_password_of_ours_is_a_failure(client_as, people, settings, session, app):
    wrong = replace(settings.mail, password="something else")
    app.extensions["tend.settings"] = replace(settings, mail=wrong)
    assert invite(client_as(people.ada)).status_code == 303
    assert mail_state(session) == "failed"


def test_a_server_that_is_away_is_a_failure(client_as, people, settings, session, app):
    away = replace(settings.mail, port=1)
    app.extensions["tend.settings"] = replace(settings, mail=away)
    assert invite(client_as(people.ada)).status_code == 303
    assert mail_state(session) == "failed"


def test_a_server_nobody_vouches_for_gets_nothing(
    client_as, people, post, session, monkeypatch, tmp_path
):
    empty = tmp_path / "none.pem"
    empty.write_text("")
    monkeypatch.setenv("SSL_CERT_FILE", str(empty))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert invite(client_as(people.ada)).status_code == 303
    assert post.messages == []
    assert mail_state(session) == "failed"
