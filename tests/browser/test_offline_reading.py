"""With the server gone, every page of the caseload still opens and can be searched."""

from tests.browser.conftest import Phone


def test_every_page_of_the_caseload_opens_without_the_server(carried: Phone) -> None:
    tend, page = carried.tend, carried.page
    tend.off()
    amina = tend.people.amina.id
    for path, text in (
        ("/today", "lighthouse"),
        ("/clients", "Amina Yusuf"),
        (f"/clients/{amina}", "marmalade"),
        (f"/note?client={amina}", "Amina"),
        ("/clients/new", "client"),
        ("/more", "phone"),
        ("/outbox", "reached the server"),
    ):
        page.goto(path)
        carried.shows(text)
    assert page.locator("html").get_attribute("data-js") is not None
    assert carried.problems == []
