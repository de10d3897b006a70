"""A short text stays an article whatever form, script or headline it has."""

from __future__ import annotations

import pytest
from gatepages import CAPTCHAS, MENU, SCRIPT, WORDS, check, read
from pagekinds import BRIEF

from warehouse.model.article import Article

# What surrounds a text with neither menu nor teaser: a print view, an archived copy.
BARE_BRIEFS = {
    "about JavaScript, with a script": f"<h1>Turns 30</h1><p>{BRIEF[:190]} JavaScript "
    f"is 30, and nothing leaked.</p>{SCRIPT}",
    "with a form that has a captcha": f"<h1>Ship</h1><p>{BRIEF}</p><form action='/c'>"
    f"<textarea></textarea></form>{CAPTCHAS[0]}",
    "on cookies, with buttons": f"<h1>Of cookies</h1><p>{BRIEF} It is about cookies."
    "</p><button>1</button><button>2</button>",
    "all about cookies, with buttons": "<h1>Brussels wants to end the cookie banner"
    "</h1><p>Browsers are to ask once about cookies, the commission says, and nothing "
    "leaked before. The end of the cookie costs two billions a year, others say.</p>"
    "<p>If parliament agrees, the cookie rules come into force next year.</p>"
    "<button>Share</button><button>Print</button>",
    "with a login below it": f"<h1>Ship aground</h1><p>{BRIEF}</p>"
    "<form action='/login'><input type='email'><input type='password'></form>",
    "with a form for a newsletter": f"<h1>Ship aground</h1><p>{BRIEF}</p>"
    "<form action='/auth/newsletter'><input type='email'><button>1</button></form>",
    "titled as a film": f"<h1>Gone</h1><p>{BRIEF}</p>",
    "titled as what a minister said": f"<h1>Sorry</h1><p>{BRIEF}</p>",
    "titled as what a court did": f"<h1>Access denied</h1><p>{BRIEF}</p>",
    "titled as a page of a diary": "<h1>A page of the diary that could not be found"
    f"</h1><p>{BRIEF}</p>",
    "titled as an error and what became of it": "<h1>Page not found: the newspapers "
    f"that the town has lost</h1><p>{BRIEF}</p>",
}


@pytest.mark.parametrize("name", BARE_BRIEFS)
def test_a_brief_without_a_site_around_it_stays_an_article(name):
    article = read(BARE_BRIEFS[name], title="")

    assert isinstance(article, Article), article
    assert "nothing leaked" in article.text


def test_a_brief_on_a_site_that_looks_for_robots_everywhere_stays_an_article():
    source = "/cdn-cgi/challenge-platform/h/b/scripts/jsd/1a/main.js"

    article = read(
        f"<h1>Ship</h1><p>{BRIEF[:150]}</p><script src='{source}'></script>", menu=MENU
    )

    assert isinstance(article, Article), article


@pytest.mark.parametrize(
    "title",
    [
        "Article 370 no longer exists",
        "Stolen document not found",
        "West Side gunman cannot be found",
        "Epstein file does not exist",
        "Hiker Larry Page not found",
        "Article 50 is not available",
        "El sida no existe",
        "La page Algérie n'existe plus",
        "Strona rządowa nie istnieje",
        "中国找不到页岩气",
        "החשוד הנרדף לא נמצא",
    ],
)
def test_a_headline_with_the_words_of_an_error_stays_that_of_an_article(title):
    article = read(f"<h1>{title}</h1><p>{BRIEF}</p>", title=title, menu=MENU)

    assert isinstance(article, Article), article
    assert article.title == title


@pytest.mark.parametrize(
    "title",
    [
        "The page you are looking for could not be found",
        "404 The page you have requested could not be found",
        "Sorry, this content isn't available right now",
        "抱歉，您访问的页面不存在",
        "הדף לא נמצא",
        "Siden ble ikke funnet",
    ],
)
def test_the_whole_phrase_of_an_error_is_one_however_much_it_explains(title):
    body = f"<h1>{title}</h1><p>{WORDS['error']['en'][2] * 2}</p>"

    check(read(body, title=f"{title} | Post", menu=MENU), "error_page")
