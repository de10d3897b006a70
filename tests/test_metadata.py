"""What a page says of itself, and where it says it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.authors import read_authors
from tasks.extract.clean import squeeze, tidy
from tasks.extract.fields import one_line
from tasks.extract.head import read_head
from tasks.extract.metadata import read_metadata
from tasks.extract.sitename import SiteNames
from tasks.extract.tree import parse
from tasks.extract.unseen import without_unseen
from tasks.text.keys import make_key

URL = "https://www.example.org/news/2022/03/04/ferry.html"


def read(head="", body="", url=URL):
    root = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    return read_metadata(read_head(root, url))


def json_ld(source):
    return f'<script type="application/ld+json">{source}</script>'


@pytest.mark.parametrize(
    "source",
    [
        '{"@type": "NewsArticle", "headline": "Ferry", "datePublished": "2022-03-04"}',
        '[{"@type": "WebSite"}, {"@type": ["Article"], "headline": "Ferry",'
        ' "datePublished": "2022-03-04"}]',
        '{"@graph": [{"@graph": [{"@type": "http://schema.org/NewsArticle", "headline":'
        ' "Ferry", "datePublished": "2022-03-04"}]}]}',
        '{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "Ferry",'
        ' "datePublished": "2022-03-04"}}',
        '<!-- {"@type": "Article", "headline": "Ferry", '
        '"datePublished": "2022-03-04",} -->',
        '{"@type": "Article", "headline": "Ferry", "description": "two\nlines",'
        ' "datePublished": "2022-03-04"};',
    ],
)
def test_the_article_is_found_in_every_shape_of_json_ld(source):
    fields = read(json_ld(source))

    assert fields.title.value == "Ferry"
    assert fields.published[0].came_from == "json-ld:datePublished"


@pytest.mark.parametrize(
    "source",
    ["{", "[" * 50_000, "5", '{"@type": {"a": []}}', '{"@type": [null, "Article"],'
     ' "author": {"@id": []}, "headline": {"a": 1}, "image": [[]], "publisher": 3}'],
)  # fmt: skip
def test_broken_json_ld_leaves_the_other_ladders(source):
    fields = read(json_ld(source) + '<meta property="og:title" content="O">x')

    assert fields.title is None or fields.title.value == "O"


def test_an_author_named_by_reference_is_found():
    fields = read(
        json_ld(
            '{"@graph": [{"@type": "Person", "@id": "#a", "name": "Ann Lee"},'
            ' {"@type": "Article", "author": {"@id": "#a"}}]}'
        )
    )

    assert fields.authors.value == ("Ann Lee",)


def test_of_two_articles_the_one_with_the_address_of_the_page_is_it():
    other = '{"@type": "Article", "headline": "Other", "datePublished": "2022-01-01"}'
    this = f'{{"@type": "Article", "headline": "This", "url": "{URL}?utm=1"}}'

    assert read(json_ld(f"[{other}, {this}]")).title.value == "This"


def test_the_title_is_without_the_site_and_not_the_social_one():
    fields = read(
        "<title>Ferry resumes after storm | The Example</title>"
        '<meta property="og:site_name" content="The Example">'
        '<meta property="og:title" content="You won\'t believe this ferry">',
        "<h1>Ferry resumes after storm</h1>",
    )

    assert (fields.title.value, fields.title.came_from) == (
        "Ferry resumes after storm",
        "h1",
    )


@pytest.mark.parametrize(
    ("title", "site", "expected"),
    [
        ("A b - The Example", "The Example", "A b"),
        ("The Example: A b", "The Example", "The Example: A b"),
        ("The Example | A b", "The Example", "A b"),
        ("A - b – c", "The Example", "A - b – c"),
        ("Brexit - what now?", "", "Brexit - what now?"),
        ("A b | News | The Example", "The Example", "A b | News"),
        ("The Example", "The Example", "The Example"),
    ],
)
def test_only_the_name_of_the_site_is_cut_from_a_title(title, site, expected):
    assert SiteNames([site], None).without(title) == expected


@pytest.mark.parametrize(
    ("credits", "names"),
    [
        (["By Ann Lee and Bo Lim"], ("Ann Lee", "Bo Lim")),
        (["Von Ann Lee, Bo Lim"], ("Ann Lee", "Bo Lim")),
        (["Door: Jan de Wit"], ("Jan de Wit",)),
        (["ANN LEE"], ("Ann Lee",)),
        (["Ann Lee - Political editor"], ("Ann Lee",)),
        (["Ann Lee, Political editor"], ("Ann Lee",)),
        (["Lee, Ann"], ("Ann Lee",)),
        (["Ann Lee (Brussels)"], ("Ann Lee",)),
        (["Ann Lee", "ann lee"], ("Ann Lee",)),
        (["https://example.org/ann"], ()),
        (["admin"], ()),
        (["@annlee"], ()),
        (["x" * 300], ()),
        (["", " - "], ()),
        (["Byron Bay"], ("Byron Bay",)),
        (["Andrea Sanders"], ("Andrea Sanders",)),
    ],
)
def test_credits_become_names(credits, names):
    assert read_authors(credits) == names


@given(st.lists(st.text(max_size=120), max_size=5))
def test_any_credits_give_clean_names(credits):
    for name in read_authors(credits):
        assert name == name.strip() != ""


def test_the_ladder_of_dates_goes_from_data_to_the_address():
    fields = read(
        '<meta property="article:published_time" content="2022-03-04T10:00:00Z">',
        '<time class="updated" datetime="2022-03-09">x</time>'
        '<time datetime="2022-03-04">x</time>',
    )

    assert [(d.value, d.came_from) for d in fields.published] == [
        ("2022-03-04T10:00:00Z", "meta:article:published_time"),
        ("2022-03-04", "time"),
        ("2022-03-09", "time"),
        ("2022-03-04", "url"),
    ]


def test_a_date_that_only_stands_on_the_page_is_found_by_its_class():
    fields = read(body='<div class="post-date">Posted on 4 March 2022</div>', url=None)

    assert [(d.value, d.came_from) for d in fields.published] == [
        ("4 March 2022", "text")
    ]


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/news/ferry", "https://www.example.org/news/ferry"),
        ("https://example.org/news/ferry", "https://example.org/news/ferry"),
        ("https://amp.example.org/n/ferry", "https://amp.example.org/n/ferry"),
        ("https://other.example/news/ferry", None),
        ("https://www.example.org/", None),
        ("/", None),
        ("http://[bad", None),
        ("javascript:void(0)", None),
    ],
)
def test_a_canonical_address_stays_within_the_site_and_is_no_front_page(href, expected):
    fields = read(f'<link rel="canonical" href="{href}">')

    assert (fields.canonical_url and fields.canonical_url.value) == expected


@pytest.mark.parametrize(
    ("said", "is_free"),
    [
        ("true", True),
        ('"False"', False),
        ('"http://schema.org/True"', True),
        ("3", None),
    ],
)
def test_free_or_paid_is_read_in_every_spelling(said, is_free):
    fields = read(json_ld(f'{{"@type": "Article", "isAccessibleForFree": {said}}}'))

    assert (fields.is_free and fields.is_free.value) == is_free


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/story/ferry/amp/", "https://example.org/story/ferry"),
        ("https://example.org/story/ferry?print=1", "https://example.org/story/ferry"),
        ("https://example.org/print/story/ferry", "https://example.org/story/ferry"),
        ("https://example.org/story/other", None),
    ],
)
def test_a_page_for_amp_or_for_print_leads_to_its_plain_address(url, expected):
    fields = read(
        '<meta property="og:url" content="https://example.org/story/ferry">', url=url
    )

    assert (fields.canonical_url and fields.canonical_url.value) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/story/ferry/amp", "https://example.org/story/ferry?amp=1",
        "https://amp.example.org/story/ferry", "https://example.org/amp/story/ferry",
        "https://example.org/story/ferry/print", "http://example.org/story/ferry/",
        "https://example.org/story/ferry?outputType=amp&utm_source=feed",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "head",
    [
        '<link rel="amphtml canonical" href="https://example.org/story/ferry">',
        '<link rel="canonical" href="https://example.org/story/ferry/?fbclid=1">',
        '<meta property="og:url" content="https://example.org/story/ferry">',
        json_ld('{"@type": "Article", "mainEntityOfPage":'
                ' {"@id": "https://example.org/story/ferry"}}'),
    ],
)  # fmt: skip
def test_a_variant_of_a_page_is_known_by_the_key_of_the_plain_one(url, head):
    plain = make_key("url", "https://example.org/story/ferry", "desk")

    said = read(head, url=url).canonical_url

    address = said.value if said else url
    assert make_key("url", address, "desk").digest == plain.digest


@pytest.mark.parametrize(
    "href", ["https://other.example/news/ferry", "https://www.example.org/", "/"]
)
def test_a_canonical_address_that_is_not_believed_is_on_record(href):
    fields = read(f'<link rel="canonical" href="{href}">')

    assert fields.canonical_url is None
    [(field, why)] = fields.refused
    assert field == "canonical_url_refused"
    assert href in why


def test_each_field_says_which_of_the_page_s_gave_it():
    fields = read(
        '<meta property="article:section" content="Harbour">'
        '<meta name="news_keywords" content="ferry, storm; harbour">'
        '<meta property="og:image" content="/a.jpg">'
        '<meta property="og:site_name" content="The Example">'
        '<meta property="article:content_tier" content="metered">'
        '<meta property="og:locale" content="en_GB">'
        '<link rel="canonical" href="/news/ferry">',
    )

    said = {
        name: (one.value, one.came_from)
        for name in ("section", "tags", "image_url", "publisher", "is_free",
                     "language", "canonical_url")
        if (one := getattr(fields, name))
    }  # fmt: skip
    assert said == {
        "section": ("Harbour", "meta:article:section"),
        "tags": (("ferry", "storm", "harbour"), "meta:news_keywords"),
        "image_url": ("https://www.example.org/a.jpg", "meta:og:image"),
        "publisher": ("The Example", "meta:og:site_name"),
        "is_free": (False, "meta:article:content_tier"),
        "language": ("en_GB", "meta:og:locale"),
        "canonical_url": ("https://www.example.org/news/ferry", "link:canonical"),
    }


def test_a_script_wrapped_for_old_readers_is_read_and_ends_where_it_ends():
    article = '{"@type": "Article", "headline": "A --> b ]]> c"}'
    for source in (
        f"//<![CDATA[\n{article}\n//]]>",
        f"<!--\n<![CDATA[{article}]]>\n-->",
        f" <!-- {article} --> ",
        f"{article} ;",
    ):
        assert read(json_ld(source)).title.value == "A --> b ]]> c"


@given(st.text(max_size=60), st.integers(1, 80))
def test_a_line_is_cleaned_the_same_whether_or_not_it_needs_it(text, most):
    slowly = without_unseen(squeeze(tidy(text[: most * 4])))[:most].strip()

    assert one_line(text, most) == without_unseen(slowly)
