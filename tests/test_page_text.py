"""What of a page is its article, and what is left out of it, with the reason."""

from __future__ import annotations

import json

import pytest
from payloads import payload

from tasks.extract.article import extract
from tasks.extract.dropped import Dropped
from tasks.extract.features import NAMES
from tasks.extract.judge import SECOND_NAMES, read_judge
from tasks.extract.page import read_html, read_page
from tasks.steps.parse import read_payload
from warehouse.model.likeness import Recipe
from warehouse.model.source import NO_RULES

LEAD = "The council votes on Monday about the plan that nobody wanted to sign."
FIRST = (
    "The bridge over the river has been closed since the storm of last autumn, and the"
    " detour takes lorries through three villages, where the people have had enough of"
    " the noise, the dust and the broken kerbs."
)
SECOND = (
    "“We cannot wait for another winter,” said the mayor, who opened the old ferry line"
    " on Tuesday. It carries forty cars an hour, a tenth of what used the bridge, "
    "and it"
    " does not run in fog."
)
THIRD = (
    "Engineers found rust in two of the nine cables. Replacing them costs eleven "
    "million"
    " and takes until the spring of next year, the province wrote in its report."
)
PROSE = [FIRST, SECOND, THIRD]
MENU = "".join(
    f'<li><a href="/{word}">{word}</a></li>'
    for word in ("Home", "World", "Sports", "Culture", "Weather", "Opinion")
)
RELATED = "".join(
    f'<li class="card"><a href="/{n}"><h3>Another story that is told on page '
    f"{n}</h3></a></li>"
    for n in range(6)
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def news(inside: str, *, head: str = "", after: str = "") -> str:
    """A page as a news site has it around `inside`."""
    return (
        f"<!doctype html><html lang=en><head><title>Bridge closed - Daily</title>{head}"
        '<meta property="og:title" content="Bridge stays closed all '
        'winter"></head><body>'
        f"<header "
        f'class="site-header"><nav><ul>{MENU}</ul></nav></header><main><article>'
        f"<h1>Bridge stays closed all winter</h1><div "
        f'class="article-body">{inside}</div>'
        f"</article>{after}</main><footer><ul>{MENU}</ul><p>© 2026 Daily. All rights"
        " reserved.</p></footer></body></html>"
    )


def lines(html: str) -> list[str]:
    """The paragraphs of a page's text."""
    return read_page(html, None, NO_RULES, Dropped(keeps=False)).text.split("\n\n")


def test_the_text_is_its_paragraphs_in_reading_order_and_nothing_around_them():
    said = lines(news(paragraphs(*PROSE), after=f"<ul class=related>{RELATED}</ul>"))

    assert said == PROSE


def test_the_headline_is_not_said_again_at_the_start_of_the_text():
    said = lines(news("<h2>Bridge stays closed all winter</h2>" + paragraphs(*PROSE)))

    assert said == PROSE


def test_a_standfirst_stands_once_at_the_head_of_the_text():
    page = news(f'<p class="standfirst">{LEAD}</p>' + paragraphs(LEAD, *PROSE))

    look = read_payload(payload(page, "text/html"), Recipe())

    assert look.article.text.split("\n\n") == [LEAD, *PROSE]
    assert len(look.repeats) == 1


def test_sub_heads_lists_and_quotes_keep_their_place():
    inside = (
        paragraphs(FIRST)
        + "<h2>What the ferry carries</h2>"
        + paragraphs(SECOND)
        + "<ul><li>Forty cars an hour on a calm day, fewer on a Sunday.</li>"
        "<li>Lorries up to twelve tonnes, where there is room for them.</li></ul>"
        "<blockquote><p>The river does not ask when it may rise, my father used to say,"
        " and he built boats.</p></blockquote>" + paragraphs(THIRD)
    )

    said = lines(news(inside))

    assert [line[:12] for line in said] == [
        "The bridge o", "What the fer", "“We cannot w", "Forty cars a", "Lorries up t",
        "The river do", "Engineers fo",
    ]  # fmt: skip


def test_a_row_of_a_table_is_one_line_of_the_text():
    table = (
        "<table><tr><th>Cable</th><th>Rust found by the engineers</th></tr>"
        "<tr><td>First</td><td>On the whole length of the northern side</td></tr>"
        "<tr><td>Sixth</td><td>At the anchor, where salt water stands</td></tr></table>"
    )

    said = lines(news(paragraphs(FIRST, SECOND) + table + paragraphs(THIRD)))

    assert "First On the whole length of the northern side" in said
    assert "Sixth At the anchor, where salt water stands" in said


def test_lines_that_only_breaks_part_are_paragraphs():
    said = lines(news("<div>" + "<br><br>".join(PROSE) + "</div>"))

    assert said == PROSE


def test_all_posts_of_a_live_blog_are_in_its_text():
    posts = [
        f"The water stood at {n} metres by the old gauge, and {n * 3} houses were "
        f"without"
        f" power when the crew of boat {n} came back from its round of the harbour."
        for n in range(2, 22)
    ]
    html = "".join(
        f'<div class="live-post"><time>1{n % 10}:00</time><h3>Report number {n} '
        f"from the"
        f" river</h3><p>{post}</p></div>"
        for n, post in enumerate(posts)
    )

    said = lines(news(html))

    assert [line for line in said if line in posts] == posts


def test_all_items_of_an_article_that_is_a_list_are_in_its_text():
    items = [
        f"Place number {n}, on the north bank, where one can see the pillars and "
        f"the old"
        f" customs house from a bench that was put there in 190{n}."
        for n in range(10)
    ]
    html = "".join(
        f"<h2>{n + 1}. Bench</h2><p>{text}</p>" for n, text in enumerate(items)
    )

    said = lines(news(paragraphs(FIRST) + html))

    assert [line for line in said if line in items] == items


@pytest.mark.parametrize(
    "line",
    [
        '<figure><img src="a.jpg"><figcaption>Photo: Jan '
        "Peeters/Agency</figcaption></figure>",
        '<p class="read-more">Read also: <a href="/x">Ferry sinks at the quay</a></p>',
        '<div class="newsletter-signup"><p>Sign up for our newsletter and get the '
        "news in"
        " your mailbox every morning.</p></div>",
        '<div class="share-buttons"><a href="#">Share</a> <a href="#">Tweet</a></div>',
    ],
)
def test_furniture_between_paragraphs_is_left_out(line: str):
    said = lines(news(paragraphs(FIRST, SECOND) + line + paragraphs(THIRD)))

    assert said == PROSE


def test_comments_are_not_of_the_article():
    comments = "".join(
        f'<li class="comment"><b>Reader {n}</b><p>I have crossed that bridge for '
        f"{n} years"
        " and never once was it painted, so nobody should be surprised by it.</p></li>"
        for n in range(5)
    )
    after = f'<section id="comments"><h2>Comments</h2><ol>{comments}</ol></section>'

    said = lines(news(paragraphs(*PROSE, *PROSE[::-1]), after=after))

    assert not [line for line in said if "never once was it painted" in line]


def test_a_text_that_stands_only_in_json_ld_is_found_there():
    body = "\n\n".join(PROSE)
    node = json.dumps({"@type": "NewsArticle", "headline": "x", "articleBody": body})
    html = news("", head=f'<script type="application/ld+json">{node}</script>')

    page = read_page(html, None, NO_RULES, Dropped(keeps=False))

    assert page.text == body
    assert page.text_from == "json-ld:articleBody"


@pytest.mark.parametrize(
    "script",
    [
        '<script id="__NEXT_DATA__" type="application/json">{data}</script>',
        "<script>window.__INITIAL_STATE__ = {data};</script>",
        "<script>Fusion.arcSite='x';Fusion.globalContent={data};Fusion.x=1</script>",
        "<script>self.__next_f.push([1,{text}])</script>",
    ],
)
def test_a_text_that_a_script_holds_as_data_is_found_there(script: str):
    data = json.dumps(
        {
            "menu": [{"title": "Home"}, {"title": "World"}],
            "story": {"elements": [{"type": "text", "content": p} for p in PROSE]},
            "teasers": [
                {"summary": "A story of another page, told in one sentence here."}
            ],
        }
    )
    held = script.replace("{data}", data).replace("{text}", json.dumps(f"5:{data}"))

    page = read_page(news("", after=held), None, NO_RULES, Dropped(keeps=False))

    assert page.text.split("\n\n") == PROSE
    assert page.text_from == "script:json"


def test_data_that_hold_the_text_as_html_give_its_paragraphs():
    data = json.dumps({"post": {"html": paragraphs(*PROSE), "slug": "bridge-closed"}})

    said = lines(news("", after=f'<script type="application/json">{data}</script>'))

    assert said == PROSE


CHINESE = [
    "本报讯，市政府周一宣布，受去年秋季风暴影响而关闭的大桥将在整个冬季继续封闭，过往货车须绕行三个村庄。",
    "市长在新闻发布会上表示，渡轮每小时可运送四十辆汽车，仅为大桥通行量的十分之一，遇大雾天气将停止运行。",
    "工程师在九根缆索中的两根发现锈蚀，更换费用约一千一百万元，预计明年春季完工。",
]
ARABIC = [
    "أعلنت البلدية يوم الاثنين أن الجسر الذي أغلق بعد عاصفة الخريف الماضي سيبقى "
    "مغلقا طوال فصل الشتاء، وأن الشاحنات ستمر عبر ثلاث قرى.",
    "وقال رئيس البلدية إن العبارة تنقل أربعين سيارة في الساعة، أي عشر ما كان يعبر "
    "الجسر، وإنها لا تعمل في الضباب.",
    "ووجد المهندسون الصدأ في اثنين من الكابلات التسعة، ويستغرق استبدالهما حتى "
    "ربيع العام المقبل بحسب تقرير الإقليم.",
]


@pytest.mark.parametrize(("code", "texts"), [("zh", CHINESE), ("ar", ARABIC)])
def test_a_page_in_any_script_gives_its_paragraphs(code: str, texts: list[str]):
    html = news(paragraphs(*texts), after=f"<ul class=related>{RELATED}</ul>")

    article = extract(payload(html, "text/html"))

    assert article.text.split("\n\n") == texts
    assert article.language == code


def test_what_is_left_out_is_said_with_its_reason():
    dropped = Dropped(keeps=True)
    credit = "Photo: Jan Peeters"
    inside = f"<figure><figcaption>{credit}</figcaption></figure>" + paragraphs(*PROSE)

    read_page(news(inside), None, NO_RULES, dropped)

    said = {drop.text: drop.reason for drop in dropped.drops}
    assert said["Home World Sports Culture Weather Opinion"] == "never_article"
    assert said[credit] == "furniture"
    assert said["Bridge stays closed all winter"] in ("headline", "not_article")
    assert not [text for text in said if text in PROSE]


def test_html_that_is_all_article_is_read_whole():
    html = "<p>Short.</p><ul><li>One</li><li>Two</li></ul>"

    assert (
        read_html(html, None, NO_RULES, Dropped(keeps=False)) == "Short.\n\nOne\n\nTwo"
    )


def test_a_page_nested_deeper_than_python_can_go_is_read():
    deep = "<div><b>" * 900 + FIRST + "</b></div>" * 900

    assert FIRST in " ".join(lines(news(deep)))


def test_a_page_of_one_short_line_is_that_line():
    said = lines("<html><body><p>The mayor resigned at noon.</p></body></html>")

    assert said == ["The mayor resigned at noon."]


def test_the_forests_ask_for_the_columns_that_they_were_learnt_with():
    judge = read_judge()

    assert judge.names == NAMES
    assert judge.second_names == SECOND_NAMES


def test_a_line_that_only_names_the_authors_is_left_out():
    meta = '<meta name="author" content="Ann Lee">'
    page = news(
        "<p>Text by Ann Lee and others</p>" + paragraphs(*PROSE) + "<p>Ann Lee</p>"
    )

    said = lines(page.replace("<head>", f"<head>{meta}", 1))

    assert said == PROSE


def test_of_a_story_in_pictures_the_captions_are_the_text():
    shown = "".join(
        f"<figure><img src='{n}.jpg'><figcaption>{text}</figcaption></figure>"
        for n, text in enumerate(PROSE)
    )

    assert lines(news(shown)) == PROSE
