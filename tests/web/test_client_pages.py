"""The pages that add and change clients: who gets them, and that they cost few queries."""

import pytest

PAGES = ("edit", "contact", "alerts", "risk", "status", "people", "household")


@pytest.mark.parametrize("page", PAGES)
def test_own_worker_and_supervisor_get_every_page(client_as, people, page):
    for person in (people.dina, people.sam):
        assert client_as(person).get(f"/clients/{people.amina.id}/{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_not_yours_is_not_found(client_as, people, page):
    path = f"/clients/{people.amina.id}/{page}"
    for person in (people.otto, people.sol, people.ben):
        assert client_as(person).get(path).status_code == 404
    assert client_as(None).get(path).status_code == 303


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_sees_facts_and_people_but_nothing_to_write(client_as, people, page):
    answer = client_as(people.ada).get(f"/clients/{people.amina.id}/{page}")
    may_see = page in {"contact", "alerts", "people", "household"}
    assert answer.status_code == (200 if may_see else 404)
    if page in {"contact", "alerts"}:
        assert '<form method="post"' not in answer.get_data(as_text=True)


@pytest.mark.parametrize("page", PAGES)
def test_a_restricted_record_is_only_for_the_people_on_it(client_as, people, page):
    path = f"/clients/{people.quiet.id}/{page}"
    assert client_as(people.dina).get(path).status_code == 200
    for person in (people.ben, people.sam, people.ada):
        assert client_as(person).get(path).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_few_queries(client_as, people, count_queries, page):
    browser = client_as(people.dina)
    browser.get(f"/clients/{people.amina.id}/{page}")
    with count_queries() as seen:
        browser.get(f"/clients/{people.amina.id}/{page}")
    reads = [one for one in seen if one.lstrip().upper().startswith("SELECT")]
    assert len(reads) <= 12, "\n".join(reads)


def test_the_form_to_add_somebody_can_be_carried_and_costs_few_queries(
    client_as, people, count_queries
):
    browser = client_as(people.dina)
    with count_queries() as seen:
        answer = browser.get("/clients/new")
    assert answer.status_code == 200
    assert answer.headers["X-App-Page"] == "1"
    assert len(seen) <= 6, "\n".join(seen)
    assert "X-App-Page" not in browser.get("/clients/new?name=Sofia").headers
