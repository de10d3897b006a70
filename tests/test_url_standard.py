"""The WHATWG URL rules for http and https, by cases of our own.

Source: https://url.spec.whatwg.org/ (host parsing 3.5, URL parsing 4.4).
"""

from __future__ import annotations

import pytest

from tasks.text.urls import UrlUnreadable, canonical

BASE = "https://haven.example/nl/nieuws/schip.html?x=1"

READ = [
    # scheme, slashes, white space
    ("HTTPS://HAVEN.example/A", "https://haven.example/A"),
    ("  https://haven.example/a\t\n ", "https://haven.example/a"),
    ("https://haven.exa\nmple/a\tb", "https://haven.example/ab"),
    ("https:haven.example/a", "https://haven.example/nl/nieuws/haven.example/a"),
    ("http:haven.example/a", "http://haven.example/a"),
    ("https:/haven.example/a", "https://haven.example/haven.example/a"),
    ("https:////haven.example/a", "https://haven.example/a"),
    ("https:\\\\haven.example\\a", "https://haven.example/a"),
    ("\u0000https://haven.example/a", "https://haven.example/a"),
    # hosts
    ("https://haven.example.", "https://haven.example./"),
    ("https://ha%76en.example/", "https://haven.example/"),
    ("https://HÄFEN.example/", "https://xn--hfen-loa.example/"),
    ("https://faß.example/", "https://xn--fa-hia.example/"),
    ("https://日本語。example/", "https://xn--wgv71a119e.example/"),
    ("https://ｈａｖｅｎ.example/", "https://haven.example/"),
    ("https://ha\u00advn.example/", "https://havn.example/"),
    ("http://127.1/", "http://127.0.0.1/"),
    ("http://0x7f.1/", "http://127.0.0.1/"),
    ("http://2130706433/", "http://127.0.0.1/"),
    ("http://017700000001/", "http://127.0.0.1/"),
    ("http://192.168.0.257.example/", "http://192.168.0.257.example/"),
    ("http://[::FFFF:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
    ("http://[1:0:0:0:0:0:0:1]/", "http://[1::1]/"),
    # ports
    ("https://haven.example:443/", "https://haven.example/"),
    ("http://haven.example:80/", "http://haven.example/"),
    ("http://haven.example:443/", "http://haven.example:443/"),
    ("https://haven.example:0443/", "https://haven.example/"),
    ("https://haven.example:/", "https://haven.example/"),
    # paths
    ("https://haven.example", "https://haven.example/"),
    ("https://haven.example/a/./b/../c", "https://haven.example/a/c"),
    ("https://haven.example/a/%2e%2E/b", "https://haven.example/b"),
    ("https://haven.example/../../a", "https://haven.example/a"),
    ("https://haven.example/a//b/", "https://haven.example/a//b/"),
    ("https://haven.example/a\\b", "https://haven.example/a/b"),
    ("https://haven.example/a b", "https://haven.example/a%20b"),
    ("https://haven.example/é", "https://haven.example/%C3%A9"),
    ("https://haven.example/%c3%a9", "https://haven.example/%c3%a9"),
    ("https://haven.example/%zz", "https://haven.example/%zz"),
    ('https://haven.example/"<>`{}', "https://haven.example/%22%3C%3E%60%7B%7D"),
    ("https://haven.example/a|b^c", "https://haven.example/a|b%5Ec"),
    ("https://haven.example/a/..;/b", "https://haven.example/a/..;/b"),
    ("https://haven.example/~an", "https://haven.example/~an"),
    # queries and fragments
    ("https://haven.example?q", "https://haven.example/?q"),
    ("https://haven.example/?", "https://haven.example/"),
    ("https://haven.example/?q=a b'\"", "https://haven.example/?q=a%20b%27%22"),
    ("https://haven.example/?q=é#é", "https://haven.example/?q=%C3%A9"),
    ("https://haven.example/?a=?&b=/", "https://haven.example/?a=?&b=/"),
    ("https://haven.example/a#?b", "https://haven.example/a"),
    # relative
    ("", "https://haven.example/nl/nieuws/schip.html?x=1"),
    ("#top", "https://haven.example/nl/nieuws/schip.html?x=1"),
    ("?y=2", "https://haven.example/nl/nieuws/schip.html?y=2"),
    ("brug.html", "https://haven.example/nl/nieuws/brug.html"),
    ("./brug", "https://haven.example/nl/nieuws/brug"),
    ("../sport/", "https://haven.example/nl/sport/"),
    ("..", "https://haven.example/nl/"),
    ("/a", "https://haven.example/a"),
    ("\\a", "https://haven.example/a"),
    ("//far.example/a", "https://far.example/a"),
    ("///far.example/a", "https://far.example/a"),
    ("a:b@c", None),
    ("./a:b", "https://haven.example/nl/nieuws/a:b"),
]  # fmt: skip

REFUSED = [
    "https://",
    "https:///",
    "https://#",
    "https://?x",
    "https://haven.example:65536/",
    "https://haven.example:a/",
    "https://haven.example:-80/",
    "https://ha ven.example/",
    "https://ha<ven.example/",
    "https://ha^ven.example/",
    "https://ha|ven.example/",
    "https://ha%00ven.example/",
    "https://ha%25ven.example/",
    "https://%zz.example/",
    "https://1.2.3.4.5/",
    "https://256.256.256.256/",
    "https://0x100000000/",
    "https://a.1.2.3/",
    "https://[::1/",
    "https://[:::1]/",
    "https://[::1]x/",
    "https://[1:2:3:4:5:6:7:8:9]/",
    "https://[::1%25eth0]/",
    "https://\u00ad/",
    "file:///etc/passwd",
    "data:text/html,x",
    "javascript:alert(1)",
    "mailto:desk@haven.example",
    "blob:https://haven.example/x",
    "ftp://haven.example/a",
    "https://user@haven.example/",
    "https://user:secret@haven.example/",
    "https://:secret@haven.example/",
]


@pytest.mark.parametrize(("written", "read"), READ)
def test_an_address_is_read_as_browsers_read_it(written, read):
    if read is None:
        with pytest.raises(UrlUnreadable):
            canonical(written, BASE)
    else:
        assert canonical(written, BASE) == read
        assert canonical(read) == read


@pytest.mark.parametrize("written", REFUSED)
def test_what_browsers_do_not_read_or_we_do_not_fetch_is_refused(written):
    with pytest.raises(UrlUnreadable) as refused:
        canonical(written, BASE if written.startswith("https:///") else None)

    assert "secret" not in str(refused.value)
