"""Exports damaged at random: an import always ends in a report or a plain refusal."""

import random
import shutil
from pathlib import Path

import pytest

from tests.hmis_files import NOW, write_export
from webapp.database import Database
from webapp.services import audit
from webapp.services.hmis_export import NotAnExport
from webapp.services.hmis_import import import_hmis

PIECES = (b'"', b",", b"\n", b"\r\n", b"\0", b"\xff", b"999", b"2099-01-01", b"-", b"", b'""', b"'")


def damage(dice: random.Random, content: bytes) -> bytes:
    data = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        start = dice.randrange(len(data) + 1)
        kind = dice.random()
        if kind < 0.5:
            data[start : start + dice.randint(0, 3)] = dice.choice(PIECES)
        elif kind < 0.8:
            other = dice.randrange(len(data) + 1)
            data[start:start] = data[other : other + dice.randint(0, 200)]
        elif kind < 0.9:
            del data[start : start + dice.randint(0, 400)]
        else:
            data[start : start + 1] = bytes([dice.randrange(256)])
    return bytes(data)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_damaged_the_import_ends_well(db: Database, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    people = [{"PersonalID": f"c{n}", "SSN": "123456789"} for n in range(6)]
    stays = [{"EnrollmentID": f"n{n}", "PersonalID": f"c{n}"} for n in range(6)]
    whole = write_export(
        tmp_path / "whole",
        Client=people,
        Enrollment=stays,
        Exit=[{}, {"EnrollmentID": "n2"}],
        Services=[{"ServicesID": f"s{n}"} for n in range(6)],
        CurrentLivingSituation=[{}],
        Event=[{}],
        Assessment=[{}],
        HealthAndDV=[{"DomesticViolenceSurvivor": 1}],
    )
    loaded = 0
    for turn in range(6):
        folder = tmp_path / f"damaged{turn}"
        shutil.copytree(whole, folder)
        for path in dice.sample(sorted(folder.iterdir()), dice.randint(1, 4)):
            path.write_bytes(damage(dice, path.read_bytes()))
        try:
            with db.writing() as session:
                report = import_hmis(
                    session, folder, now=NOW, keep_ssn=True, shift_dates=turn % 2 == 0
                )
        except NotAnExport:
            continue
        loaded += 1
        report.write_csv(tmp_path / f"report{turn}.csv")
    assert loaded > 0
    with db.reading() as session:
        assert audit.verify(session).broken_at is None
