"""Hosts below which each name is another's site: `co.uk`, `blogspot.com`."""

from __future__ import annotations

import re

# Second labels that stand for a kind of holder, such as the Public Suffix List
# (publicsuffix.org) has below many countries.
_KINDS_SAID = """
    ac asso co com edu firm gob gouv gov gen go govt id info int k12 ltd me med mil ne
    net nic nom or org press pro rec sch school store tm tv web"""
_KINDS = frozenset(_KINDS_SAID.split())
# Below them people write: blogs, newsletters, pages of code and of kits for sites, of
# which that list has some in its private part.
_MANY_SAID = """
    altervista.org beehiiv.com bearblog.dev blogger.com blogspot.com canalblog.com
    com.uk eklablog.com eu.com eu.org fc2.com firebaseapp.com free.fr ghost.io github.io
    gitlab.io hatenablog.com hatenablog.jp herokuapp.com jimdo.com jimdofree.com
    livejournal.com medium.com micro.blog neocities.org netlify.app notion.site
    over-blog.com pages.dev pixnet.net prose.sh readthedocs.io seesaa.net skyrock.com
    squarespace.com substack.com tistory.com tumblr.com typepad.com uk.com us.com
    vercel.app web.app webflow.io weebly.com wixsite.com wordpress.com write.as"""
_OF_MANY = frozenset(_MANY_SAID.split())
_BLOGSPOT = re.compile(r"blogspot\.(?:com?\.)?[a-z]{2,3}")


def is_shared(host: str) -> bool:
    """True where what stands below `host` is not of one holder, as far as is known.

    A top level is, a country's kinds of holders, and the larger hosts of blogs; a
    host of blogs that is not listed is taken for a site.
    """
    first, _, rest = host.partition(".")
    is_kind = len(rest) == 2 and first in _KINDS
    return not rest or is_kind or host in _OF_MANY or bool(_BLOGSPOT.fullmatch(host))
