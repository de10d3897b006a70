"""Which parts of a page are never its article: scripts, menus, forms, asides.

By tag, by what is hidden, and by the words in class and id. A class name never
takes out the larger part of a page's prose: themes put `sidebar` on the body.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

_NEVER = (
    "title", "script", "style", "noscript",
    "template", "svg", "math", "canvas", "iframe",
    "object", "embed", "audio", "video", "map", "button", "select", "option",
    "textarea", "input", "label", "dialog", "nav", "menu", "frameset", "applet",
)  # fmt: skip
_OFTEN = frozenset(("footer", "aside", "form", "figcaption", "fieldset"))
# Words between separators in class and id, as seen on news sites and blogs.
_UNWANTED = re.compile(
    r"(?:^|[\s_-])(?:"
    r"inread|embed|opt-?in|placeholder|twitter-tweet|instagram-media"
    r"|nav|navbar|navigation|navi|menu|submenu|breadcrumbs?|footer|sidebar|aside"
    r"|related|relacionad[ao]s?|recommend(?:ed|ations?)?|recirc\w*|outbrain|taboola"
    r"|share|sharing|sharebar|shares|addthis|sharedaddy|jp-relatedposts|social"
    r"|socials|social-media|comments?|commentlist|comment-list|disqus|respond|replies"
    r"|cookies?|consent|gdpr|onetrust|newsletter|subscribe|subscription|signup|sign-up"
    r"|advert|advertisement|adverts?|ads|adsbygoogle|ad|banner|sponsor(?:ed)?|promo\w*"
    r"|paywall|piano|login|register|popup|modal|overlay|toolbar"
    r"|byline|author-?(?:box|bio|info|card|about)|about-author|post-?(?:meta|nav|tags)"
    r"|entry-(?:meta|footer)|article-?(?:meta|tags|footer|share|tools)|meta-?info"
    r"|tags|taglist|tag-?(?:list|cloud|links)|caption|wp-caption-text|credits?"
    r"|copyright|pagination|pager|prev|skip-?link|screen-reader-text|sr-only"
    r"|visually-?hidden|hidden|d-none|print-only|noprint|teasers?|most-?read|mostread"
    r"|trending|popular|read-?(?:more|next|also)|more-?(?:on|from|stories|articles)"
    r"|see-?also|lees-?ook|leestip|rating|ratings|vote|poll|toc|table-of-contents"
    r"|ez-toc-container|infobox|gallery|slideshow|carousel|swiper|player|video-?\w*"
    r"|donate|donation|support-us|feedback|errors?|correction-form|disclaimer"
    r")(?:$|[\s_-])",
    re.IGNORECASE,
)
# A name that carries one of these is the article, whatever else it carries.
_WANTED = re.compile(
    r"article-?_*(?:body|content|text)|articlebody|post-?_*(?:body|content|text)"
    r"|entry-?content|story-?_*(?:body|content|text)|main-?content|content-?body"
    r"|body-?(?:content|text)|prose|live-?blog|page-?content",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# What a class may take out at most, of the letters the page has in paragraphs.
_MAX_SHARE = 0.4
_MAX_NAME = 300


def strip(root: etree._Element) -> None:
    """Take out of `root`, in place, the elements that never hold an article."""
    etree.strip_elements(root, *_NEVER, with_tail=False)


def unwanted(
    order: list[etree._Element], prose: dict[etree._Element, float]
) -> set[etree._Element]:
    """Those of `order` that cannot be of the article, with all that is in them.

    `order` is document order; `prose` the letters of prose at and below each.
    """
    dead: set[etree._Element] = set()
    most = _MAX_SHARE * prose[order[0]]
    for element in order:
        parent = element.getparent()
        if parent in dead or (_is_unwanted(element) and prose[element] <= most):
            dead.add(element)
    return dead


def _is_unwanted(element: etree._Element) -> bool:
    tag, attributes = element.tag, element.attrib
    if tag in _OFTEN:
        return True
    if not attributes or tag in ("html", "body", "main"):
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return tag not in ("img", "a", "p")
    if (style := attributes.get("style")) and _HIDDEN_STYLE.search(style):
        return True
    name = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    if "itemprop" in attributes and attributes["itemprop"] == "articleBody":
        return False
    role = attributes.get("role", "")
    return _is_unwanted_name(name[:_MAX_NAME]) or role in (
        "navigation",
        "complementary",
        "search",
    )


@lru_cache(maxsize=50_000)
def _is_unwanted_name(name: str) -> bool:
    return bool(_UNWANTED.search(name)) and not _WANTED.search(name)
