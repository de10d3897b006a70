"""What stands in front of an article is told without its words, in any language."""

from __future__ import annotations

import pytest
from gatepages import CAPTCHAS, MENU, SCRIPT, WORDS, check, read
from pagekinds import BRIEF, data

from warehouse.model.article import Article


@pytest.mark.parametrize("lang", WORDS["error"])
def test_an_error_is_told_by_a_title_that_says_a_page_is_not_there(lang):
    title, headline, text = WORDS["error"][lang]
    body = f"<main><h1>{headline}</h1><p>{text}</p></main>"

    check(read(body, title=title, lang=lang, menu=MENU), "error_page")
    check(read(body, lang=lang, menu=MENU), "error_page")
    numbered = f"<h1>404</h1><h2>{headline}</h2><p>{text}</p>"
    check(read(numbered, lang=lang, menu=MENU), "error_page")


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Gone", "<h1>410 Gone</h1><p>This was removed and will not come back.</p>"),
        ("500 - Internal Server Error | Post", "<h1>Oh no</h1><p>Try it later on.</p>"),
        ("Post", "<h1>Oops! That page can’t be found.</h1><p>Maybe search for it?</p>"),
        ("Sorry, this page isn't available • Post", "<p>The link may be broken.</p>"),
        ("Artikel nicht verfügbar | Post", "<p>Er ist umgezogen oder gelöscht.</p>"),
        ("Access Denied", "<h1>Access Denied</h1>You may not see this.<p>Ref 18.2</p>"),
    ],
)
def test_an_error_of_a_server_is_told_by_its_phrase(title, body):
    check(read(body, title=title), "error_page")


@pytest.mark.parametrize("lang", WORDS["consent"])
def test_a_consent_wall_is_told_by_its_buttons_and_by_no_site_around_it(lang):
    wall = (
        f"<div><h1>Harbour Post</h1><p>{WORDS['consent'][lang]}</p><button>1</button>"
        "<button>2</button><a href='/terms'>3</a> <a href='/imprint'>4</a></div>"
    )

    check(read(wall, lang=lang), "consent_wall")


@pytest.mark.parametrize("lang", WORDS["login"])
def test_a_login_is_told_by_its_password_and_where_its_form_leads(lang):
    text = WORDS["login"][lang]
    fields = "<input type='email'><input type='password'><button>1</button>"

    above = f"<h1>Post</h1><p>{text}</p><form action='/auth/start'>{fields}</form>"
    below = f"<h1>Post</h1><form method='post'>{fields}</form><p>{text}</p>"

    first = f"<h1>Post</h1><p>{text}</p><form action='/login/a'><input type='email'>"

    check(read(above, lang=lang), "login_page")
    check(read(first, lang=lang), "login_page")
    for place in ("/konto/anmelden", "/account/signin?return=/s", "/connexion"):
        said = read(below, lang=lang, menu=MENU, url=f"https://post.example{place}")
        check(said, "login_page")


@pytest.mark.parametrize("lang", WORDS["script"])
def test_a_page_that_only_asks_for_javascript_is_an_empty_shell(lang):
    body = f"<div><h2>Harbour Post</h2><p>{WORDS['script'][lang]}</p></div>{SCRIPT}"

    check(read(body, lang=lang), "empty_shell")


@pytest.mark.parametrize("lang", WORDS["check"])
@pytest.mark.parametrize("captcha", CAPTCHAS)
def test_a_check_of_persons_is_told_by_its_script_and_by_no_site_around_it(
    lang, captcha
):
    asked = f"<h1>Post</h1><p>{WORDS['check'][lang]}</p><form><input></form>"
    body = f"{asked}{captcha}<p>18</p>"

    check(read(body, lang=lang), "challenge")


@pytest.mark.parametrize("lang", WORDS["stub"])
@pytest.mark.parametrize(
    "said",
    [
        {"@type": "NewsArticle", "headline": "H", "hasPart": {
            "@type": "WebPageElement", "isAccessibleForFree": "False"}},
        {"@type": "NewsArticle", "headline": "H", "hasPart": [
            {"isAccessibleForFree": True}, {"isAccessibleForFree": False}]},
        {"@graph": [{"@type": "WebPage", "isAccessibleForFree": False},
                    {"@type": "NewsArticle", "headline": "H"}]},
        {"@type": "NewsArticle", "headline": "H",
         "isAccessibleForFree": "http://schema.org/False"},
    ],
)  # fmt: skip
def test_a_stub_is_told_wherever_its_data_say_that_it_is_not_free(lang, said):
    body = (
        f"<article><h1>Title</h1><p>{WORDS['stub'][lang]}</p><div class='paywall'>"
        "<h3>Abo</h3></div></article>"
    )

    check(read(body, lang=lang, head=data(**said), menu=MENU), "paywall_stub")


@pytest.mark.parametrize("said", ["Loading…", "載入中，請稍候", "Učitavanje…"])
def test_a_page_with_hardly_a_letter_is_a_shell_whatever_its_root_is_named(said):
    check(read(f"<div class='x'><span>{said}</span></div>{SCRIPT}"), "empty_shell")


# Each shows what a gate is told by, and is none.
BRIEFS = {
    "on a page with no site around it, about JavaScript": f"<h1>Turns 30</h1><p>{BRIEF}"
    f" JavaScript is 30.</p>{SCRIPT}",
    "with the script of a captcha, on a site": f"<nav>{MENU}</nav><h1>Ship</h1>"
    f"<p>{BRIEF}</p>{CAPTCHAS[3]}{CAPTCHAS[0]}",
    "on cookies, with buttons, on a site": f"<nav>{MENU}</nav><h1>Of cookies</h1>"
    f"<p>{BRIEF} It is about cookies.</p><button>1</button><button>2</button>",
    "with a login below it": f"<nav>{MENU}</nav><h1>Ship aground</h1><p>{BRIEF}</p>"
    "<form action='/login'><input type='password'></form>",
    "titled as a page of a diary": f"<nav>{MENU}</nav><h1>A page of the diary "
    f"that could not be found</h1><p>{BRIEF}</p>",
    "titled as a film": f"<nav>{MENU}</nav><h1>Gone</h1><p>{BRIEF}</p>",
    "titled as an error and what became of it": f"<nav>{MENU}</nav><h1>Page not found: "
    f"the newspapers that the town has lost</h1><p>{BRIEF}</p>",
}


@pytest.mark.parametrize("name", BRIEFS)
def test_a_brief_that_looks_like_a_gate_stays_an_article(name):
    article = read(BRIEFS[name], title="")

    assert isinstance(article, Article), article
    assert "nothing leaked" in article.text


def test_an_article_that_is_not_free_by_a_part_of_it_stays_in_where_it_is_whole():
    said = {"@type": "NewsArticle", "headline": "H"}
    part = {"@type": "WebPageElement", "isAccessibleForFree": False}

    article = read(
        f"<article><h1>H</h1>{f'<p>{BRIEF}</p>' * 3}</article>",
        head=data(**said, hasPart=part), menu=MENU,
    )  # fmt: skip

    assert isinstance(article, Article)
    assert article.is_free is False
    assert dict(article.provenance)["is_free"] == "json-ld:hasPart.isAccessibleForFree"
