"""Pages that list stories, and articles built like them: written for these tests.

`LISTS` is name: (address, page), `LIKE_LISTS` too. No page marks itself as an article.
"""

from __future__ import annotations

from random import Random

from pagekinds import data

SITE = "https://gazette.example"
_WHO = (
    "The mayor", "A fisherman", "The school board", "One of the bakers", "The museum",
    "The harbour master", "A group of nurses", "An engineer", "A retired pilot",
)  # fmt: skip
_DID = (
    "said on Monday that", "was told last week how", "has found out why",
    "will decide in June whether", "wrote in a letter that", "expects in spring that",
)  # fmt: skip
_WHAT = (
    "the old bridge can be kept open for another winter",
    "the new tram stops would cost more than planned",
    "the market hall leaks when the wind comes from the west",
    "nobody had counted the boats since the storm",
    "the ferry runs empty on most weekdays",
    "the trees along the quay were planted too close",
)
_ENDS = ("a report shows", "as it turned out", "people close to it say", "again")
_CHANCE = Random(7)
_MENU = "".join(f"<a href='/{word}'>{word}</a> " for word in ("news", "sport", "arts"))


def sentences(n: int = 1) -> str:
    """`n` sentences of some 100 letters."""
    said = (map(_CHANCE.choice, (_WHO, _DID, _WHAT, _ENDS)) for _ in range(n))
    return " ".join(f"{who} {did} {what}, {end}." for who, did, what, end in said)


def headline() -> str:
    """A headline of some ten words."""
    return f"{_CHANCE.choice(_WHO)} and {_CHANCE.choice(_WHAT)}"


def place() -> str:
    """The address of a story, as most sites build them."""
    words = "-".join(_CHANCE.choice(_WHAT).split()[:5])
    return f"/news/{words}-{_CHANCE.randrange(10_000)}"


def stories(shape: str, n: int = 8, n_sentences: int = 2) -> str:
    """`n` stories in the markup of `shape`, with {at}, {head}, {text}, {more}, {n}."""
    return "".join(
        shape.format(
            at=place(), head=headline(), text=sentences(n_sentences), n=number,
            more=sentences(n_sentences),
        )
        for number in range(1, n + 1)
    )  # fmt: skip


def page(body: str, title: str, head: str = "") -> str:
    """A whole page around `body`."""
    return (
        f"<html lang='en'><head><title>{title}</title>{head}</head><body><header>"
        f"<a href='/'>Gazette</a><nav>{_MENU}</nav></header>{body}<footer><a href="
        "'/about'>About</a> <a href='/terms'>Terms</a></footer></body></html>"
    )


HEAD = "<h2><a href='{at}'>{head}</a></h2>"
POST = f"<div>{HEAD}<p>{{text}}</p><a href='{{at}}'>Continue reading</a></div>"
CARD = "<div><h3><a href='{at}'>{head}</a></h3><p>{text}</p></div>"
LEAD = f"<h1><a href='{place()}'>{headline()}</a></h1><p>{sentences(5)}</p>"
WEBSITE = "<meta property='og:type' content='website'>"

LISTS = {
    "a section with teasers of a paragraph each": (
        "/harbour", page(f"<h1>Harbour</h1>{stories(POST, 6, 6)}", "Harbour - Gazette"),
    ),
    "a section with teasers of two long paragraphs each": (
        "/harbour",
        page("<h1>Harbour</h1>" + stories(f"<div>{HEAD}<p>{{text}}</p><p>{{more}}</p>"
             "</div>", 6, 5), "Harbour - Gazette"),
    ),
    "the posts of a blog under their days": (
        "/notes",
        page(stories(f"<article>{HEAD}<time datetime='2024-05-0{{n}}'>May {{n}}</time>"
             "<p>{text}</p></article>", 6, 4), "Notes from the old Gazette"),
    ),
    "links in boxes that are no headings": (
        "/region",
        page(stories("<div><div class='t'><a href='{at}'>{head}</a></div><div>{text}"
             "</div></div>"), "Region | Gazette"),
    ),
    "bold links within paragraphs": (
        "/topics/ferry",
        page("<h1>Ferry</h1>" + stories("<p><b><a href='{at}'>{head}</a></b><br>{text}"
             "</p>"), "Ferry"),
    ),
    "a front page with one large lead": (
        "/", page(LEAD + stories(CARD, 7, 1), "Gazette: news from the harbour"),
    ),
    "a front page at another address that names its own": (
        "/home.php",
        page(f"<h2><a href='{place()}'>{headline()}</a></h2><p>{sentences(6)}</p>"
             + stories(CARD, 6, 1), "Gazette: news from the harbour",
             f"<link rel='canonical' href='{SITE}/'>"),
    ),
    "an author with a biography": (
        "/people/ann-lee",
        page(f"<h1>Ann Lee</h1><p>{sentences(4)}</p><p>{sentences(2)}</p>"
             + stories(CARD, 9), "Ann Lee - Gazette",
             data(**{"@type": "ProfilePage", "name": "Ann Lee"})),
    ),
    "an author with a biography and no data": (
        "/author/ann-lee",
        page(f"<h1>Ann Lee</h1><p>{sentences(3)}</p>{stories(CARD)}", "Ann Lee"),
    ),
    "what a search found, in boxes": (
        "/search?q=harbour",
        page("<h1>Results for harbour</h1><p>8 results</p>"
             + stories("<div><a href='{at}'>{head}</a><p>{text}</p></div>"), "harbour"),
    ),
    "a series with a long foreword": (
        "/series/cranes",
        page(f"<h1>The cranes of the harbour: a series</h1><p>{sentences(4)}</p>"
             + stories(CARD, 8, 3), "The cranes of the harbour: a series",
             data(**{"@type": "CollectionPage", "name": "The cranes"})),
    ),
    "a list by its data, in boxes": (
        "/best",
        page(stories("<div><span><a href='{at}'>{head}</a></span><p>{text}</p></div>",
             8, 3), "Best of all the weeks", data(**{"@type": "ItemList"})),
    ),
    "a section that calls itself a website": (
        "/c/12",
        page("<h1>All the news of the harbour</h1>" + stories(POST, 7),
             "All the news of the harbour", WEBSITE),
    ),
    "a ticker of times that lead to stories": (
        "/latest",
        page("<ul>" + stories("<li><i>1{n}:00</i> <a href='{at}'><b>{head}</b></a>"
             "<p>{text}</p></li>") + "</ul>", "Latest"),
    ),
    "pictures and heads that lead to the same": (
        "/podcasts",
        page("<h1>Podcasts</h1>" + stories("<article><a href='{at}'><img src='a'></a>"
             f"{HEAD}<p>{{text}}</p></article>", 7, 3), "Podcasts"),
    ),
}  # fmt: skip

_TITLE = "Five things that happened at the harbour"
LIKE_LISTS = {
    "an article full of links": (
        place(),
        page(f"<h1>{headline()}</h1>" + stories("<p>{text} <a href='{at}'>{head}</a> "
             "{more}</p>", 7), headline()),
    ),
    "a newsletter of paragraphs that begin with links": (
        "/newsletter/44",
        page(f"<h1>Good morning: what to know</h1><p>{sentences(2)}</p>" + stories(
             "<p><b><a href='{at}'>{head}</a></b> {text}</p>", 6, 3),
             "Good morning: what to know - Gazette"),
    ),
    "a newsletter of heads that lead to other sites": (
        "/newsletter/45",
        page(f"<h1>The week in links</h1><p>{sentences(2)}</p>" + stories(
             "<h2><a href='https://other{n}.example/x'>{head}</a></h2><p>{text}</p>", 5,
             3), "The week in links - Gazette"),
    ),
    "a look back whose heads lead to own stories": (
        place(),
        page(f"<h1>{_TITLE}</h1><p>{sentences(3)}</p>" + stories(
             f"{HEAD}<p>{{text}}</p><p>{{more}}</p>", 5, 4), _TITLE),
    ),
    "answers under questions that lead to own stories": (
        place(),
        page("<h1>Seven questions about the tram, answered</h1>" + stories(
             f"{HEAD}<p>{{text}}</p>", 7, 4), "Seven questions about the tram"),
    ),
    "a live blog of posts at addresses of their own": (
        "/live/storm-2",
        page("<h1>Election night: all results as they come in</h1>" + stories(
             "<article><time>1{n}:00</time><h2><a href='/live/storm-2/p{n}'>{head}</a>"
             "</h2><p>{text}</p></article>"), "Election night: all results"),
    ),
    "a brief among many teasers": (
        "/s/1",
        page(f"<main><h1>Ship aground</h1><p>{sentences(3)}</p></main>"
             + stories(CARD, 12), "Ship aground", WEBSITE),
    ),
    "a brief behind a menu of long names, under no heading": (
        "/s/1",
        page("<ul><li><a href='/politics-and-region'>Politics and region</a></ul><div>"
             f"Ship aground</div><p>{sentences(3)}</p>{stories(CARD, 12)}",
             "Ship aground"),
    ),
    "a story before the long teasers of others": (
        place(),
        page(f"<h1>{_TITLE}</h1><p>{sentences(4)}</p>{stories(POST, 8, 5)}", _TITLE),
    ),
    "an interview among heads": (
        place(),
        page("<h1>“I never wanted a boat”</h1>" + stories("<p><b>{head}?</b></p><p>"
             "{text}</p>") + stories(HEAD, 6), "“I never wanted a boat”"),
    ),
    "a story in pictures": (
        place(),
        page("<h1>A day on the quay, in all</h1>" + stories("<figure><img src=''>"
             "<figcaption>{text}</figcaption></figure>", 9, 1), "A day on the quay"),
    ),
    "ten places with pages of their own": (
        place(),
        page(f"<h1>The best bakeries of the old town</h1><p>{sentences(1)}</p>"
             + stories("<h3><a href='/places/{n}'>Bakery number {n}</a></h3><p>{text}"
             "</p>", 9, 3), "The best bakeries of the old town", WEBSITE
             + data(**{"@type": "ItemList"})),
    ),
    "a review of the press, each sentence a link": (
        place(),
        page("<h1>What the papers say</h1>" + stories("<p><a href='https://p{n}.example'"
             ">{text}</a> {more}</p>", 7, 1), "What the papers say about the tram"),
    ),
    "a text of chapters, with a list of them": (
        place(),
        page("<h1>How the tram came</h1>" + stories("<a href='#c{n}'>Part {n} of it all"
             "</a>", 5) + stories("<h2 id='c{n}'>Part {n}</h2><p>{text}</p>", 5, 4),
             "How the tram came"),
    ),
}  # fmt: skip
