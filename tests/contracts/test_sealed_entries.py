"""What a phone seals, this server opens: the phone's own code, run by Node, against the server's own code."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests import factories as make
from webapp.domain.ids import new_id
from webapp.services import server_keys
from webapp.services.server_keys import CannotOpen, KeyRing

ROOT = Path(__file__).resolve().parents[2]
SEAL = """
import 'fake-indexeddb/auto';
import { createVault, sealEntry } from './service_worker/vault.js';
import { person } from './service_worker/storage.js';
const { server, op } = JSON.parse(process.argv[1]);
const who = { user_id: op.enrolment_id, device_id: op.enrolment_id };
const keys = await createVault(person('contract'), who, 'short');
const { own, ...envelope } = await sealEntry(keys, server, op);
console.log(JSON.stringify(envelope));
"""


def sealed_by_the_phone(server: dict[str, str], op: dict[str, object]) -> dict[str, str]:
    """Let the phone's code seal an operation."""
    node = shutil.which("node")
    assert node, "Node is needed; make test puts it into .node/bin"
    given = json.dumps({"server": server, "op": op})
    command = [node, "--input-type=module", "-e", SEAL, given]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    envelope: dict[str, str] = json.loads(done.stdout)
    return envelope


def test_the_server_opens_what_the_phone_sealed_and_nothing_that_was_changed(
    session: Session,
) -> None:
    key = server_keys.current_key(session, "test-secret", make.now())
    op: dict[str, object] = {
        "op_id": str(new_id()),
        "enrolment_id": str(new_id()),
        "fields": {"body": "Þórdís said: مرحبا"},
    }
    sent = sealed_by_the_phone({"kid": key.kid, "public_key": key.public_key}, op)
    ring = KeyRing(session, "test-secret")
    parts = {name: sent[name] for name in ("kid", "op_id", "cek", "iv", "body")}
    assert json.loads(ring.open(**parts)) == op
    for change in (
        {"op_id": str(new_id())},
        {"kid": "unknown"},
        {"body": parts["body"][:-4] + "AAAA"},
    ):
        with pytest.raises(CannotOpen):
            ring.open(**{**parts, **change})
    with pytest.raises(CannotOpen):
        KeyRing(session, "test-secret").open(**{**parts, "cek": parts["cek"][:-4] + "AAAA"})
