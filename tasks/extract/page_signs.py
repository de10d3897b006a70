"""The signs by which a page is told from an article, as they were seen on it.

page_walk.py sees them; verdict.py says what follows from them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tasks.extract.fields import one_line
from tasks.extract.link_runs import LinkRuns
from tasks.extract.worth import worth

_SITE_BEHIND = re.compile(r"\s+[-–—|·•]\s+")
# A page of a site has more links than this: its menu, its footer. What stands in
# front of the site has its imprint and its terms.
_MOST_BARE = 5
# Types of schema.org that a page of many stories gives itself.
LISTS = frozenset(("collectionpage", "itemlist", "profilepage"))
# A section is named in fewer words than a headline has, and without a colon in it.
_MIN_WORDS = 4
_MIN_WIDE = 12  # that much more are 8 wide letters worth
_HEADLINE_MARK = re.compile(r"[:?!;“„«「：？！]")


@dataclass(slots=True, kw_only=True)
class Signs:
    """What was seen of a page.

    `mark` names what calls it an article, None where nothing does; the rest is read
    only then. `gates` holds the text of each kind of box, `teasers` the text of each
    box whose head leads elsewhere on the site, `links` the texts of all links.
    `status` is what the page says that its HTTP status should be, 0 for nothing;
    `under` the letters, links apart, from each short text, and under "" from an h1,
    to the next teaser or field for a password. `n_below` teasers lead below the
    page's own address. `captcha` is one that articles may have too, `form_places`
    where its forms for an account lead, `runs` what link_runs.py finds, `is_front`
    True for the address of a front page or for one that says so of itself. Letters
    are counted as in `worth`.
    """

    url: str
    mark: str | None
    types: frozenset[str] = frozenset()
    og_type: str = ""
    status: int = 0
    title: str = ""
    root_names: str = ""
    n_passwords: int = 0
    n_scripts: int = 0
    n_letters: int = 0
    n_link_letters: int = 0
    n_buttons: int = 0
    n_below: int = 0
    is_front: bool = False
    h1s: list[str] = field(default_factory=list)
    under: dict[str, int] = field(default_factory=dict)
    has_pay_box: bool = False
    challenger: str = ""
    captcha: str = ""
    form_places: str = ""
    runs: LinkRuns = field(default_factory=LinkRuns)
    app_root: str | None = None
    app_letters: int = 0
    gates: dict[str, str] = field(default_factory=dict)
    teasers: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)

    @property
    def is_bare(self) -> bool:
        """True where no site stands around the text: no menu, no foot, no teaser."""
        return len(self.links) <= _MOST_BARE and not self.teasers

    @property
    def name(self) -> str:
        """What the page's title begins with, before the name of the site."""
        return _SITE_BEHIND.split(self.title, maxsplit=1)[0]

    def n_under(self, headline: str) -> int:
        """The most letters under `headline`, an h1 or what the title begins with."""
        heads = {headline, self.name}
        firsts, most = {head[:1] for head in heads}, self.under.get("", 0)
        for text, n_letters in self.under.items():
            is_like = n_letters > most and text[:1] in firsts
            if is_like and one_line(text) in heads:
                most = n_letters
        return most


def is_headline(title: str) -> bool:
    """True where a title has more words than the name of a section has."""
    is_long = len(title.split()) >= _MIN_WORDS or worth(title) - len(title) >= _MIN_WIDE
    return is_long or bool(_HEADLINE_MARK.search(title))
