"""Chinese news pages as their content systems write them, with the text in them.

The layouts are of kinds that are seen all over the Chinese web; words, names and
addresses are our own. `PAGES` is a page and its paragraphs by the layout's name.
"""

from __future__ import annotations

_SENTENCES = (
    "本市图书馆周三宣布，新馆将于下月初向公众开放，藏书超过一百二十万册。",
    "馆长林晓雯在发布会上说，读者可以凭身份证直接入馆，无需提前预约。",
    "新馆位于河东区旧纺织厂原址，改建工程历时三年，保留了原来的红砖外墙。",
    "“我们希望老人和孩子都愿意来这里坐一坐。”她对记者表示。",
    "据介绍，馆内设有儿童阅览区、地方文献室和一个可容纳三百人的报告厅。",
    "工程总投资约四亿八千万元，其中六成来自市级财政，其余由区里承担。",
    "附近居民陈国栋说，以前借书要坐四十分钟公交，现在步行十分钟就到了。",
    "图书馆夜间将开放至二十二点，周末延长到午夜，公交公司会增开两条线路。",
    "去年全市人均借阅量为三点四册，比五年前增加了将近一倍。",
    "不过也有市民担心停车位不足，管理方回应称地下车库有二百六十个车位。",
    "专家认为，公共文化设施的选址应当优先考虑人口密集而资源不足的区域。",
    "旧馆将改为城市档案馆，预计明年年底前完成搬迁和消防改造。",
)
_TITLE = "新图书馆下月开放 读者凭身份证可直接入馆"
_HEADLINES = (
    "暴雨过后地铁三号线恢复运营",
    "中学生机器人大赛在我市落幕",
    "老城区供暖管网改造提前完工",
    "沿江步道二期工程开始招标",
    "农贸市场推行电子秤统一管理",
    "今年高校毕业生就业率公布",
)


def _paragraphs(first: int = 0, n: int = 6) -> list[str]:
    """`n` paragraphs of two sentences each, from the `first`th sentence on."""
    count = len(_SENTENCES)
    return [
        _SENTENCES[(first + 2 * i) % count] + _SENTENCES[(first + 2 * i + 1) % count]
        for i in range(n)
    ]


def _links(kind: str = "li") -> str:
    return "".join(
        f'<{kind}><a href="/c/2024/{n}.shtml">{words}</a></{kind}>'
        for n, words in enumerate(_HEADLINES)
    )


def _page(body: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">'
        f"<title>{_TITLE}_河东新闻网</title>{head}</head><body>{body}</body></html>"
    )


_NAV = (
    '<div class="topnav"><a href="/">首页</a> | <a href="/news/">新闻</a> | '
    '<a href="/finance/">财经</a> | <a href="/sports/">体育</a> | '
    '<a href="/ent/">娱乐</a> | <a href="/auto/">汽车</a></div>'
)
_FOOT = (
    '<div class="footer"><p>关于我们 | 广告服务 | 联系方式 | 网站地图 | 法律声明</p>'
    "<p>版权所有 河东新闻网 未经书面授权不得转载 备案号 00000000</p></div>"
)


def _portal() -> tuple[str, list[str]]:
    """An indented paragraph each, an editor's line at the end, a rail of links."""
    said = _paragraphs()
    text = "".join(f"<p>　　{words}</p>" for words in said)
    return _page(
        f'{_NAV}<div class="main"><div class="left"><h1>{_TITLE}</h1>'
        '<div class="info"><span>2024年03月05日 09:12</span> '
        '<span>来源：河东日报</span> <a href="#comment">评论(<em>36</em>)</a></div>'
        f'<div id="artibody" class="article">{text}'
        '<p class="show_author">责任编辑：周明</p></div>'
        '<div class="share">分享到： <a href="#">微信</a> <a href="#">微博</a></div>'
        f'<div class="related"><h3>相关新闻</h3><ul>{_links()}</ul></div></div>'
        f'<div class="right"><h3>热点排行</h3><ol>{_links()}</ol></div></div>{_FOOT}'
    ), said


def _table_of_old() -> tuple[str, list[str]]:
    """Tables in tables, no paragraph: two breaks part them, spaces indent them."""
    said = _paragraphs(2, 5)
    text = "<br><br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{words}" for words in said)
    return _page(
        f'<table width="950"><tr><td>{_NAV}</td></tr></table>'
        '<table width="950"><tr><td width="650" valign="top"><table><tr>'
        f'<td align="center"><b><font size="5">{_TITLE}</font></b></td></tr><tr>'
        '<td align="center">http://www.hedong.example 2024-3-5 9:12:00 来源：河东晚报 '
        "【字号：大 中 小】【打印】【关闭】</td></tr><tr><td>"
        f'<font id="zoom">{text}</font></td></tr><tr><td align="right">'
        "（编辑：周明）</td></tr></table></td>"
        f'<td width="300" valign="top"><table>{_links("td")}</table></td></tr></table>'
        f"{_FOOT}"
    ), said


def _sections_of_spans() -> tuple[str, list[str]]:
    """A phone's article: sections and styled spans in place of paragraphs."""
    said = _paragraphs(4, 6)
    text = "".join(
        '<section style="margin:0 8px"><section><span style="font-size:15px">'
        f"{words}</span></section></section><section><br></section>"
        for words in said
    )
    return _page(
        f'<div id="page-content"><h2 id="activity-name">{_TITLE}</h2>'
        '<div id="meta_content"><span>原创</span> <span>河东发布</span> '
        "<em>2024-03-05 09:12</em></div>"
        f'<div class="rich_media_content" id="js_content">{text}'
        '<p style="text-align:center">点击下方名片关注我们</p></div>'
        '<div class="tool"><span>阅读 10万+</span> <span>赞 320</span> '
        "<span>在看 85</span></div></div>"
    ), said


def _links_between() -> tuple[str, list[str]]:
    """A related list and an advert in the midst of the text, pages of it below."""
    said = _paragraphs(1, 7)
    head, tail = said[:3], said[3:]
    return _page(
        f'{_NAV}<div class="wrap"><div class="content"><h1>{_TITLE}</h1>'
        '<p class="src">2024-03-05 09:12:33　来源: 河东新闻网　举报</p>'
        f'<div class="post_body">{"".join(f"<p>{words}</p>" for words in head)}'
        '<div class="gg200x300"><a href="/ad">广告</a></div>'
        f'<ul class="xgyd">{_links()}'
        f"</ul>{''.join(f'<p>{words}</p>' for words in tail)}"
        '<p>（原标题：新图书馆下月开放）</p></div><div class="page">上一页 '
        '<a href="?p=1">1</a> <a href="?p=2">2</a> <a href="?p=2">下一页</a></div>'
        '<div class="tie"><h3>网友评论</h3><p>写得不错，期待新馆早日开放。</p>'
        "<p>停车确实是个大问题，希望能解决。</p></div></div></div>"
        f"{_FOOT}"
    ), said


def _captions() -> tuple[str, list[str]]:
    """Pictures with their captions as paragraphs of the same kind."""
    said = _paragraphs(3, 5)
    picture = (
        '<p style="text-align:center"><img src="a.jpg" alt=""></p>'
        '<figure><img src="b.jpg"><figcaption>图为新馆外景。河东日报 摄</figcaption>'
        "</figure>"
    )
    return _page(
        f'{_NAV}<article><header><h1>{_TITLE}</h1><time datetime="2024-03-05T09:12">'
        f"2024年03月05日</time></header>{picture}"
        f'<div class="text-content">{"".join(f"<p>{words}</p>" for words in said)}'
        "</div></article>"
        f"<aside><h3>推荐阅读</h3>{_links('p')}</aside>{_FOOT}",
        '<meta property="og:type" content="article">',
    ), said


def _party_paper() -> tuple[str, list[str]]:
    """A paper's page: a long preamble of links, then text in a `div` by itself."""
    said = _paragraphs(5, 6)
    text = "<br>\n".join(f"　　{words}" for words in said)
    return _page(
        f'{_NAV}<div class="path">您当前的位置： <a href="/">首页</a> &gt; '
        '<a href="/news/">新闻</a> &gt; 正文</div>'
        f'<div class="title"><h3>全市文化设施建设综述</h3><h1>{_TITLE}</h1>'
        "<h4>——写在新馆开放之前</h4></div>"
        '<div class="sou">2024年03月05日09:12 来源：河东日报 '
        '<a href="/pl">我要评论</a> <span>小字号</span></div>'
        f'<div class="show_text">{text}</div>'
        '<div class="edit">(责编：周明、吴静)</div>'
        f'<div class="list14"><h2>延伸阅读</h2><ul>{_links()}</ul></div>{_FOOT}'
    ), said


PAGES = {
    make.__name__.strip("_"): make()
    for make in (
        _portal,
        _table_of_old,
        _sections_of_spans,
        _links_between,
        _captions,
        _party_paper,
    )
}
