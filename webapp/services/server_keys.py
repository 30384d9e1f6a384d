"""The keys entries are sealed to: the private half is encrypted under the server's secret."""

import base64
import os
import secrets
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hpke, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import ServerKey

SUITE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_128_GCM)
#: The id of the entry is bound in: a sealed key opens no other entry.
INFO = "tend-op-v1|{op_id}"


class CannotOpen(Exception):
    """This entry was not sealed to a key we have, or it was changed on the way."""


@dataclass(frozen=True)
class PublicKey:
    """What a phone seals to."""

    kid: str
    #: Uncompressed SEC1 point, base64url without padding.
    public_key: str


def current_key(session: Session, secret: str, now: datetime) -> PublicKey:
    """Return the key phones should seal to, making the first one when there is none."""
    row = session.scalar(
        select(ServerKey)
        .where(ServerKey.retired_at.is_(None))
        .order_by(ServerKey.created_at.desc())
        .limit(1)
    )
    if row is None:
        row = make_key(session, secret, now)
    return PublicKey(row.kid, _to_text(row.public_key))


def make_key(session: Session, secret: str, now: datetime) -> ServerKey:
    """Add a fresh key pair; older ones still open what was sealed to them."""
    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    plain = private.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    kid = secrets.token_hex(8)
    nonce = os.urandom(12)
    sealed = nonce + AESGCM(_wrapping_key(secret)).encrypt(nonce, plain, kid.encode())
    row = ServerKey(kid=kid, public_key=public, private_key=sealed, created_at=now)
    session.add(row)
    session.flush()
    return row


class KeyRing:
    """Opens entries; keys are read from the database once and kept for this ring's life."""

    def __init__(self, session: Session, secret: str) -> None:
        self._session = session
        self._secret = secret
        self._keys: dict[str, ec.EllipticCurvePrivateKey | None] = {}

    def open(self, *, kid: str, op_id: str, cek: str, iv: str, body: str) -> bytes:
        """Return the content of an entry, else raise ``CannotOpen``."""
        aad = op_id.encode()
        try:
            private = self._private(kid)
            if private is None:
                raise CannotOpen
            key = SUITE.decrypt(_from_text(cek), private, info=INFO.format(op_id=op_id).encode())
            return AESGCM(key).decrypt(_from_text(iv), _from_text(body), aad)
        except (InvalidTag, ValueError) as error:
            raise CannotOpen from error

    def _private(self, kid: str) -> ec.EllipticCurvePrivateKey | None:
        if kid not in self._keys:
            row = self._session.get(ServerKey, kid)
            self._keys[kid] = _unwrap(row, self._secret) if row else None
        return self._keys[kid]


def _unwrap(row: ServerKey, secret: str) -> ec.EllipticCurvePrivateKey:
    sealed = row.private_key
    plain = AESGCM(_wrapping_key(secret)).decrypt(sealed[:12], sealed[12:], row.kid.encode())
    private = serialization.load_der_private_key(plain, password=None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    return private


def _wrapping_key(secret: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"tend server keys").derive(secret.encode())


def _to_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _from_text(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
