"""Nothing about a client can be read from a lost phone: the browser's whole profile is searched on disk."""

from pathlib import Path

from tests.browser.conftest import SECRETS, Phone
from tests.browser.test_offline_saving import write_note

WRITTEN = "Pomegranate handshake at noon"
DRAFT = "Unfinished tangerine sentence"
SEARCHED = "Delgado"


def found_in(profile: Path, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return (file, word) for every word found in clear, in one or two bytes a letter."""
    found = []
    for path in sorted(profile.rglob("*")):
        if path.is_file():
            data = path.read_bytes().lower()
            for word in words:
                if any(
                    word.lower().encode(code) in data
                    for code in ("utf-8", "utf-16-le", "utf-16-be")
                ):
                    found.append((str(path.relative_to(profile)), word))
    return found


def use_everything(phone: Phone) -> None:
    tend, page = phone.tend, phone.page
    amina = tend.people.amina.id
    for path in ("/today", "/clients", f"/clients/{amina}", "/note", "/more"):
        page.goto(path)
        phone.settled()
    page.goto("/clients")
    page.fill("#q", SEARCHED)
    page.wait_for_timeout(600)
    page.press("#q", "Enter")
    write_note(phone, f"{WRITTEN} online")
    page.wait_for_url("**/clients/**")
    tend.off()
    for path in ("/today", "/clients", f"/clients/{amina}"):
        page.goto(path)
        phone.settled()
    page.goto("/clients")
    page.fill("#q", SEARCHED)
    page.wait_for_timeout(600)
    write_note(phone, f"{WRITTEN} offline")
    page.wait_for_url("**/clients/**")
    page.goto(f"/note?client={tend.people.rosa.id}")
    page.fill("fieldset:not([hidden]) > .field textarea >> nth=0", DRAFT)
    phone.shows("Draft kept on this phone")
    page.goto("/outbox")
    phone.settled()


def test_no_seeded_string_is_in_the_profile(carried: Phone) -> None:
    use_everything(carried)
    words = (*SECRETS, WRITTEN, DRAFT, SEARCHED)
    assert found_in(carried.profile, words) == [], "while the browser runs"
    carried.close()
    assert found_in(carried.profile, words) == [], "after it was closed"


def test_the_scan_finds_what_is_there(carried: Phone) -> None:
    """The scan can fail: a word put where browsers write in clear is found."""
    carried.page.evaluate("() => localStorage.setItem('x', 'Clementine secret')")
    carried.page.evaluate(
        "() => caches.open('x').then((c) => c.put('/x', new Response('Kumquat secret')))"
    )
    carried.close()
    found = {word for _, word in found_in(carried.profile, ("Clementine secret", "Kumquat secret"))}
    assert found == {"Clementine secret", "Kumquat secret"}
