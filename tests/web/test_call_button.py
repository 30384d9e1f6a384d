"""The call button: only to the client's own number, only when calling is not known to be unsafe."""

from tests import factories as make


def test_own_safe_number_is_one_tap_away(client_as, people, session):
    make.add_phone(session, people.amina, "202 555 0147", is_safe_to_call=True)
    session.commit()
    page = client_as(people.dina).get(f"/clients/{people.amina.id}").text
    header = page[page.index("At a glance") : page.index("Next steps")]
    assert 'href="tel:2025550147"' in header


def test_a_number_of_somebody_else_says_whose_it_is(client_as, people, session):
    make.add_phone(session, people.amina, "2025550163", is_safe_to_call=False, is_preferred=True)
    make.add_phone(session, people.amina, "2025550164", is_safe_to_call=True, label="Friend Pilar")
    session.commit()
    browser = client_as(people.dina)
    page = browser.get(f"/clients/{people.amina.id}").text
    header = page[page.index("At a glance") : page.index("Next steps")]
    assert "tel:2025550163" not in header
    assert "Call <bdi>Friend Pilar</bdi>" in header
    assert "tel:" not in browser.get("/today").text


def test_a_number_not_safe_to_call_is_no_link_anywhere(client_as, people, session):
    make.add_phone(session, people.amina, "2025550163", is_safe_to_call=False)
    session.commit()
    page = client_as(people.dina).get(f"/clients/{people.amina.id}").text
    assert "2025550163" in page
    assert "tel:" not in page


def test_where_only_texts_are_safe_the_button_texts(client_as, people, session):
    make.add_phone(session, people.amina, "2025550163", is_safe_to_call=False, is_safe_to_text=True)
    session.commit()
    page = client_as(people.dina).get(f"/clients/{people.amina.id}").text
    header = page[page.index("At a glance") : page.index("Next steps")]
    assert 'href="sms:2025550163"' in header
    assert "tel:" not in header
