"""A phone for tests: enrols, seals entries as the real one does, and delivers them."""

import base64
import json
import os
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from webapp.domain.ids import new_id
from webapp.services.server_keys import INFO, SUITE


def to_text(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def note_fields(client: Any, **more: Any) -> dict[str, Any]:
    """Return the fields of a whole, signed note about the client."""
    return {
        "note_id": new_id(),
        "client_id": client.id,
        "template": "contact",
        "method": "call",
        "outcome": "completed",
        "occurred_at": datetime.now(UTC).isoformat(),
        "section_narrative": "Talked for a while.",
        "sign": "1",
        **more,
    }


class Phone:
    """One enrolment of one person."""

    def __init__(self, browser: Any, device_id: UUID | None = None) -> None:
        self.browser = browser
        self.device_id = device_id or new_id()
        self.seq = 0
        self.kid = ""
        self.public_key: ec.EllipticCurvePublicKey | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Tend-Device": str(self.device_id)}

    def enrol(self) -> Any:
        """Introduce the phone and keep the server's key."""
        answer = self.browser.post(
            "/sync/enrol",
            data=json.dumps({"device_id": str(self.device_id), "label": "Test phone"}),
            headers=self.headers,
        )
        if answer.status_code == 200:
            self.kid = answer.json["kid"]
            text = answer.json["public_key"]
            point = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            self.public_key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        return answer

    def entry(self, action: str, fields: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Return a sealed entry; ``more`` overrides parts of the operation inside."""
        self.seq += 1
        op_id = str(more.pop("op_id", new_id()))
        op = {
            "op_id": op_id,
            "enrolment_id": str(self.device_id),
            "seq": self.seq,
            "action": action,
            "stream": str(fields.get("client_id", "worker")),
            "depends_on": [],
            "occurred_at": datetime.now(UTC).isoformat(),
            "tz": "UTC",
            "schema": 1,
            "fields": {
                name: [str(one) for one in value] if isinstance(value, list) else str(value)
                for name, value in fields.items()
            },
            **more,
        }
        return self.seal(op_id, op)

    def seal(self, op_id: str, op: dict[str, Any]) -> dict[str, Any]:
        """Return the envelope of an operation."""
        assert self.public_key is not None
        key, iv = os.urandom(32), os.urandom(12)
        body = AESGCM(key).encrypt(iv, json.dumps(op).encode(), op_id.encode())
        cek = SUITE.encrypt(key, self.public_key, info=INFO.format(op_id=op_id).encode())
        return {
            "v": 1,
            "op_id": op_id,
            "enrolment_id": str(self.device_id),
            "seq": self.seq,
            "created": datetime.now(UTC).isoformat(),
            "kid": self.kid,
            "cek": to_text(cek),
            "iv": to_text(iv),
            "body": to_text(body),
        }

    def deliver(self, *entries: Any, **headers: str) -> Any:
        """Send entries (envelopes, or raw lines) and return the response."""
        lines = [one if isinstance(one, str) else json.dumps(one) for one in entries]
        return self.browser.post(
            "/sync/ops",
            data="\n".join(lines),
            headers={**self.headers, "X-Tend-Sent-At": datetime.now(UTC).isoformat(), **headers},
        )

    def answers(self, *entries: Any) -> list[dict[str, Any]]:
        """Deliver and return one answer per entry."""
        return [json.loads(line) for line in self.deliver(*entries).text.splitlines()]

    def manifest(self, since: str = "") -> Any:
        return self.browser.get(f"/sync/manifest?since={since}", headers=self.headers).json

    def pages(self, *urls: str) -> list[dict[str, Any]]:
        answer = self.browser.post(
            "/sync/pages", data=json.dumps({"urls": list(urls)}), headers=self.headers
        )
        return [json.loads(line) for line in answer.text.splitlines()]
