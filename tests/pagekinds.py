"""Pages that hold no article, and odd ones that do: written for these tests.

`NO_ARTICLE` is name: (reason, address, page); `ARTICLES` is name: (address, page,
words that its text must hold). Sites, people and events are invented.
"""

from __future__ import annotations

import json
import tomllib

from payloads import CORPORA

SITE = "https://news.example"

# (headline, sentence) by language; what teasers and articles are made of.
WORDS = tomllib.loads((CORPORA / "page_words.toml").read_text("utf-8"))


def page(body: str, *, title: str = "News Example", lang: str = "en", head: str = "",
         names: str = "") -> str:  # fmt: skip
    """A whole page around `body`, with the menu and the foot of a news site."""
    menu = "".join(f"<li><a href='/{n}/'>Menu {n}</a></li>" for n in range(8))
    return (
        f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'>"
        f"<title>{title}</title>{head}</head><body {names}><header><a href='/'>News "
        f"Example</a><nav><ul>{menu}</ul></nav></header>{body}<footer><p>© 2026 News "
        "Example, Harbour Street 1. <a href='/about'>About us</a> <a href='/privacy'>"
        "Privacy</a></p></footer></body></html>"
    )


def data(**node: object) -> str:
    """The JSON-LD script of a node."""
    said = json.dumps({"@context": "https://schema.org", **node})
    return f"<script type='application/ld+json'>{said}</script>"


def story(lang: str, n: int = 5) -> str:
    """The paragraphs of an article of `n` sentences' worth."""
    return "".join(f"<p>{text}</p>" for _, text in WORDS[lang][:n])


def teasers(lang: str, shape: str, n: int = 5) -> str:
    """`n` teasers, each in the markup of `shape`, with {n}, {head} and {text}."""
    said = WORDS[lang][:n]
    return "".join(
        shape.format(n=i, head=head, text=text) for i, (head, text) in enumerate(said)
    )


CARD = (
    "<div class='card'><a href='/s/{n}'><img src='{n}.jpg'><h3>{head}</h3></a>"
    "<p>{text}</p></div>"
)
ARTICLE = (
    "<article><h2><a href='/s/{n}.html'>{head}</a></h2><time>5 Mar 2024</time>"
    "<p>{text}</p><a href='/s/{n}.html'>More</a></article>"
)
ROW = "<tr><td><h4><a href='s{n}.php'>{head}</a></h4><span>{text}</span></td></tr>"
ITEM = "<li><a href='/s/{n}.shtml'>{head}</a><span>03-05</span></li>"
BLOCK = "<a class='b' href='/s/{n}'><h2>{head}</h2><p>{text}</p></a>"

WALL = (
    "<p>We and our 742 partners store and access information on your device, such as "
    "cookies, and process personal data to show you advertising and content.</p>"
    "<p>With your consent we may use precise geolocation data. You may change your "
    "choice at any time at the foot of each page.</p><button>Accept</button>"
)
PAID = {"@type": "NewsArticle", "isAccessibleForFree": False}
_PORTAL = "".join(
    teasers("zh", ITEM.replace("{head}", f"{{head}} {n}")) for n in range(6)
)

NO_ARTICLE = {
    "a front page of cards": (
        "index_page", f"{SITE}/", page(f"<main>{teasers('en', CARD)}</main>"),
    ),
    "a Dutch section of articles": (
        "index_page", f"{SITE}/regio/",
        page(f"<main><h1>Regio</h1>{teasers('nl', ARTICLE)}</main>", lang="nl"),
    ),
    "a German section of blocks that are links": (
        "index_page", f"{SITE}/lokales",
        page(f"<div id='content'>{teasers('de', BLOCK)}</div>", lang="de",
             head="<meta property='og:type' content='website'>"),
    ),
    "a Spanish archive of a theme that calls it an article": (
        "index_page", f"{SITE}/category/puerto/page/3/",
        page(teasers("es", ARTICLE), lang="es", names="class='archive category'",
             head="<meta property='og:type' content='article'>"
             + data(**{"@type": "CollectionPage", "name": "Puerto"})),
    ),
    "a Russian archive in a table": (
        "index_page", f"{SITE}/arhiv.php?m=3",
        page(f"<table>{teasers('ru', ROW)}</table>", lang="ru"),
    ),
    "a Chinese portal of links": (
        "index_page", f"{SITE}/local/index.shtml",
        page(f"<div class='list'><ul>{_PORTAL}</ul></div>", lang="zh"),
    ),
    "an Arabic section of cards": (
        "index_page", f"{SITE}/mahalliyat",
        page(f"<section>{teasers('ar', CARD)}</section>", lang="ar"),
    ),
    "an author's page": (
        "index_page", f"{SITE}/author/ann-lee",
        page("<h1>Ann Lee</h1><p>Ann Lee writes about the harbour.</p>"
             + teasers("en", ARTICLE), head=data(**{"@type": "ProfilePage"})),
    ),
    "a page of a tag in items with heads": (
        "index_page", f"{SITE}/tag/tram",
        page("<h1>Tram</h1><ul>"
             + teasers("de", "<li><h3><a href='/{n}'>{head}</a></h3>{text}</li>")
             + "</ul>", lang="de"),
    ),
    "a consent wall by its address": (
        "consent_wall", "https://consent.news.example/?back=%2Fs%2F1", page(WALL),
    ),
    "a consent wall by the name of its box": (
        "consent_wall", f"{SITE}/s/1",
        f"<html><body><div id='onetrust-consent-sdk'>{WALL}</div></body></html>",
    ),
    "a cookie wall in Dutch": (
        "consent_wall", f"{SITE}/cookiewall?u=/s/1",
        page("<h1>Kies uw instellingen</h1><p>Wij en onze partners bewaren gegevens op "
             "uw toestel en lezen die uit, om inhoud en reclame te tonen.</p>",
             lang="nl"),
    ),
    "an error of WordPress": (
        "error_page", f"{SITE}/s/gone",
        page("<main><h1>Oops!</h1><p>It looks like nothing was found at this location. "
             "Maybe try one of the links below or a search?</p></main>",
             names="class='error404 wp-custom-logo'",
             head="<meta property='og:type' content='article'>"),
    ),
    "an error told by its title": (
        "error_page", f"{SITE}/s/gone",
        page("<p>Die Seite, die Sie suchen, gibt es nicht mehr oder sie ist "
             "umgezogen. Bitte beginnen Sie auf der Startseite.</p>", lang="de",
             title="404 - Seite nicht gefunden"),
    ),
    "an error told to crawlers": (
        "error_page", f"{SITE}/s/gone",
        page("<p>Страница, которую вы ищете, была удалена или никогда не "
             "существовала на этом сайте.</p>", lang="ru",
             head="<meta name='prerender-status-code' content='404'>"),
    ),
    "an error in a box of that name": (
        "error_page", f"{SITE}/s/gone",
        page("<div class='page-not-found'><h1>Lo sentimos</h1><p>La página que busca "
             "no existe o ha cambiado de dirección, inténtelo otra vez.</p></div>",
             lang="es"),
    ),
    "a server that failed": (
        "error_page", f"{SITE}/s/1",
        "<html><head><title>503 Service Unavailable</title></head><h1>503 Service "
        "Unavailable</h1><p>No server is available to handle this request.</p></body>",
    ),
    "an app that has not started": (
        "empty_shell", f"{SITE}/s/1",
        "<html><body><noscript>You need to enable JavaScript.</noscript><div id='root'>"
        "</div><script src='/static/main.js'></script></body></html>",
    ),
    "an app that shows that it loads": (
        "empty_shell", f"{SITE}/s/1",
        "<html><body><div id='__next'><div class='spin'><p>Loading, one moment please."
        "</p></div></div><script src='/_next/main.js'></script></body></html>",
    ),
    "an app of Angular": (
        "empty_shell", f"{SITE}/s/1",
        "<html><body><app-root></app-root><script src='main.js'></script></html>",
    ),
    "the stub of a paid text": (
        "paywall_stub", f"{SITE}/s/1",
        page("<article><h1>Council backs new tram line</h1>" + story("en", 1)
             + "<div class='paywall'><p>Subscribe to read on.</p></div></article>",
             head=data(**PAID, headline="Council backs new tram line")),
    ),
    "the stub of a paid text in Chinese": (
        "paywall_stub", f"{SITE}/s/1",
        page("<article><h1>市议会通过电车线路</h1>" + story("zh", 2) + "</article>",
             lang="zh", head=data(**PAID, headline="市议会通过电车线路")),
    ),
    "the stub of a locked text, told in a meta element": (
        "paywall_stub", f"{SITE}/s/1",
        page("<article><h1>Rat stimmt zu</h1>" + story("de", 2) + "</article>",
             lang="de", head="<meta property='article:content_tier' content='locked'>"
             "<meta property='og:type' content='article'>"),
    ),
    "a long stub whose page counts the words of the whole": (
        "paywall_stub", f"{SITE}/s/1",
        page("<article><h1>Long read</h1>" + story("en", 6) * 2 + "</article>",
             head=data(**PAID, headline="Long read", wordCount=1850)),
    ),
    "a paid text cut within a sentence": (
        "paywall_stub", f"{SITE}/s/1",
        page("<article><h1>Rat stimmt zu</h1>" + story("de", 3)
             + "<p>Der Bürgermeister der Stadt sprach nach der langen Sitzung von</p>"
             "</article>", lang="de", head=data(**PAID, headline="Rat stimmt zu")),
    ),
    "a paid text that ends in dots": (
        "paywall_stub", f"{SITE}/s/1",
        page("<article><h1>Tram line</h1>" + story("en", 3) + "<p>The mayor of the "
             "port said after the long session of Tuesday that the […]</p></article>",
             head=data(**PAID, headline="Tram line")),
    ),
    "the lead of a paid text before a box that asks for money": (
        "paywall_stub", f"{SITE}/s/1",
        page("<article><h1>Tram line</h1>" + story("en", 4) + "</article><div class="
             "'article-paywall'></div>", head=data(**PAID, headline="Tram line")),
    ),
    "an error in French with the site's name": (
        "error_page", f"{SITE}/s/gone",
        page("<h1>Oups</h1><p>Cette adresse ne mène plus à rien, ou n'a jamais mené à "
             "quoi que ce soit sur ce site.</p>", lang="fr",
             title="Erreur 404 | News Example"),
    ),
    "an error in Chinese": (
        "error_page", f"{SITE}/s/gone",
        page("<p>您访问的内容可能已被删除，或者地址有误，请返回首页继续浏览。</p>",
             lang="zh", title="404 您访问的页面不存在"),
    ),
    "a section with long teasers below its own address": (
        "index_page", f"{SITE}/regio",
        page("<h1>Regio</h1>" + teasers("nl", ARTICLE.replace("/s/", "/regio/").replace(
            "{text}", "{text} {text}")), lang="nl"),
    ),
    "a login": (
        "login_page", f"{SITE}/login?next=/s/1",
        page("<main><h1>Sign in</h1><form><label>E-mail</label><input name='e'><input "
             "type='password' name='p'><button>Go</button></form><p>No account yet? "
             "Make one, it takes a minute and costs you nothing.</p></main>"),
    ),
    "a login in Russian": (
        "login_page", f"{SITE}/account",
        page("<div class='login-form'><form><input name='u'><input type='password'>"
             "</form><p>Войдите, чтобы продолжить чтение на устройствах.</p></div>",
             lang="ru"),
    ),
    "a search": (
        "search_results", f"{SITE}/search?q=tram",
        page(f"<h1>Results for tram</h1>{teasers('en', CARD)}"),
    ),
    "a search of WordPress in Spanish": (
        "search_results", f"{SITE}/?s=puerto",
        page(teasers("es", ARTICLE), lang="es", names="class='search search-results'"),
    ),
    "a search that says what it is": (
        "search_results", f"{SITE}/finden/tram",
        page(teasers("de", CARD), lang="de",
             head=data(**{"@type": "SearchResultsPage"})),
    ),
    "a check of browsers": (
        "challenge", f"{SITE}/s/1",
        "<html><head><title>Just a moment...</title></head><body><h1>news.example</h1>"
        "<p>Checking your browser before the site opens.</p><script src='/cdn-cgi/"
        "challenge-platform/h/b/orchestrate/chl_page/v1'></script></body></html>",
    ),
    "a captcha": (
        "challenge", f"{SITE}/s/1",
        "<html><body><div id='px-captcha-wrapper' class='px-captcha'><p>Press and hold "
        "to confirm that you are a person and not a robot.</p></div></body></html>",
    ),
}  # fmt: skip

# Some 60 words: what is short must still be an article.
BRIEF = (
    "A cargo ship ran aground near the old lighthouse on Monday morning. Nobody was "
    "hurt, the coast guard said. Two tugs are to pull it free at high tide. The ferry "
    "runs with a delay of one hour. The police ask people to stay away from the pier "
    "until the evening. The mayor said that nothing leaked from it so far."
)
BRIEF_ZH = (
    "周一上午，一艘货船在旧灯塔附近搁浅。海岸警卫队称无人受伤。"
    "两艘拖船将在涨潮时把它拖离，渡轮晚点一小时。"
)
_BESIDE = "".join(
    f"<div><h3><a href='/s/{n}'>{head} in the year {n}</a></h3><p>{text}</p></div>"
    for n, (head, text) in enumerate(WORDS["en"] * 2)
)


def posts(place: str, text: str) -> str:
    """The posts of a live blog, each under a head that links to itself at `place`."""
    return "".join(
        f"<div class='post'><h3><a href='{place}{n}'>12:0{n} Part {n}</a></h3>"
        f"<p>{text} This was post {n}.</p></div>"
        for n in range(9)
    )


_ASIDE = f"<aside><h4>Most read</h4>{teasers('en', CARD, 6)}</aside>"

ARTICLES = {
    "a brief of 60 words without any mark": (
        f"{SITE}/s/1",
        page("<h1>Storm closes the coast road</h1><p>High waves kept the road at the "
             "coast closed until the evening, the police said on Monday. Nobody was "
             "hurt. Two cars had to be towed from the water near the old lighthouse. "
             "The road has been open again since seven, but drivers are asked to take "
             "care, as there is still sand and seaweed on both lanes in places.</p>"
             + _ASIDE),
        "seaweed on both lanes",
    ),
    "a brief in Chinese": (
        f"{SITE}/2024/0305/c1.html",
        page("<h1>风暴封闭沿海公路</h1><p>警方表示，由于海浪过高，沿海公路一直封闭到晚上，"
             "没有人员受伤。</p><ul>" + teasers("zh", ITEM) + "</ul>", lang="zh"),
        "沿海公路一直封闭到晚上",
    ),
    "a live blog": (
        f"{SITE}/live/storm",
        page("<main><h1>Storm: all of the day</h1>" + "".join(
            f"<div class='post' id='p{n}'><h2><a href='#p{n}'>{head}</a></h2>"
            f"<p>{text}</p></div>" for n, (head, text) in enumerate(WORDS["en"]))
            + "</main>"),
        "driest spring in a decade",
    ),
    "a live blog with posts at addresses below its own": (
        f"{SITE}/s/live-storm",
        page("<main><h1>Live: storm over the coast</h1>"
             + posts("/s/live-storm/post-", WORDS["en"][2][1]) + "</main>"),
        "This was post 8",
    ),
    "a live blog on a website with posts elsewhere": (
        f"{SITE}/s/live-storm",
        page("<main><h1>Live: storm</h1>" + posts("/p/", BRIEF[:200]) + "</main>",
             head="<meta property='og:type' content='website'>"),
        "This was post 8",
    ),
    "a brief under an h2": (
        f"{SITE}/s/1",
        page(f"<main><h2>Ship <em>aground</em></h2><p>{BRIEF}</p></main>{_BESIDE}",
             title="Ship aground - News Example"),
        "nothing leaked",
    ),
    "a brief under an h2 on a site whose name is its h1": (
        f"{SITE}/s/1",
        page(f"<h1><a href='/'>E Post</a></h1><main><h2>Ship aground</h2><p>{BRIEF}</p>"
             f"</main>{_BESIDE}", title="Ship aground - E Post"),
        "nothing leaked",
    ),
    "a brief under a box that is no heading": (
        f"{SITE}/s/1",
        page(f"<main><div class='title'>Ship aground</div><p>{BRIEF}</p></main>"
             + _BESIDE, title="Ship aground"),
        "nothing leaked",
    ),
    "a brief on a site that names all its pages blog": (
        f"{SITE}/s/1",
        page(f"<main><h2>Ship aground</h2><p>{BRIEF}</p></main>{_BESIDE}",
             title="Ship aground", names="class='blog'"),
        "nothing leaked",
    ),
    "a brief on a site that names all its pages home": (
        f"{SITE}/s/1",
        page(f"<main><h1>Ship aground</h1><p>{BRIEF}</p></main>{_BESIDE}",
             names="class='home page'"),
        "nothing leaked",
    ),
    "a brief in Chinese, in an app": (
        f"{SITE}/s/1",
        "<html><head><title>货船搁浅</title></head><body><div id='app'>"
        f"<h1>货船搁浅</h1><p>{BRIEF_ZH}</p></div><script src='/a.js'></script></html>",
        "旧灯塔附近搁浅",
    ),
    "a brief in Chinese among teasers": (
        f"{SITE}/s/1",
        page(f"<main><h1>货船搁浅</h1><p>{BRIEF_ZH}</p></main>{teasers('zh', CARD)}",
             lang="zh", title="货船搁浅"),
        "旧灯塔附近搁浅",
    ),
    "a brief whose title begins with a number of HTTP and a dash": (
        f"{SITE}/s/1",
        page(f"<h1>500 – so many jobs go at the port</h1><p>{BRIEF}</p>",
             title="500 – so many jobs go at the port"),
        "nothing leaked",
    ),
    "a brief whose title is a number of HTTP and what became of it": (
        f"{SITE}/s/1",
        page(f"<h1>500 jobs gone</h1><p>{BRIEF}</p>", title="500 jobs gone"),
        "nothing leaked",
    ),
    "a brief about a band named after an error": (
        f"{SITE}/s/1",
        page(f"<h1>404: a band from the port splits</h1><p>{BRIEF}</p>",
             title="404: a band from the port splits | News Example"),
        "nothing leaked",
    ),
    "a brief of a section on consent": (
        f"{SITE}/consent/ship",
        page(f"<h1>Ship aground</h1><p>{BRIEF}</p>"),
        "nothing leaked",
    ),
    "a brief at the address of a login, with a login in its head": (
        f"{SITE}/auth/ship",
        page("<form class='login'><input name='u'><input type='password'></form>"
             f"<h1>Ship aground</h1><p>{BRIEF}</p>"),
        "nothing leaked",
    ),
    "a brief that is not free, whole": (
        f"{SITE}/s/1",
        page(f"<article><h1>Ship aground</h1><p>{BRIEF}</p></article>",
             head=data(**PAID, headline="Ship aground", wordCount=62)),
        "nothing leaked",
    ),
    "a brief that is not free, whole, signed at its end": (
        f"{SITE}/s/1",
        page(f"<article><h1>Ship aground</h1><p>“{BRIEF}”</p><p>Ann Lee in Port</p>"
             "</article>", head=data(**PAID, headline="Ship aground")),
        "nothing leaked",
    ),
    "a list of ten places with links to them": (
        f"{SITE}/s/places",
        page("<main><h1>Six places to go</h1><p>We have been everywhere for you, and "
             "these are the places that we would go back to.</p>" + "".join(
            f"<div class='item'><h2>{n}. <a href='https://place{n}.example/'>{head}</a>"
            f"</h2><p>{text}</p></div>" for n, (head, text) in enumerate(WORDS["en"]))
            + "</main>"),
        "places that we would go back to",
    ),
    "an interview of short answers": (
        f"{SITE}/s/talk",
        page("<h1>“I bake at night”</h1>" + "".join(
            f"<p><b>{q}</b></p><p>{a}</p>" for q, a in (
                ("When do you rise?", "I do not. I bake at night, and I sleep by day."),
                ("And your children?", "They hated it. Now they own the shop with me."),
                ("What is good bread?", "Flour, water, salt. And time, a lot of it."),
                ("Will you stop?", "When my knees say so, not one day before that."),
            )) + _ASIDE),
        "I do not. I bake at night",
    ),
    "a story in photos": (
        f"{SITE}/photos/harbour",
        page("<h1>A day at the harbour</h1>" + "".join(
            f"<figure><img src='{n}.jpg'></figure><p>{text}</p>"
            for n, (_, text) in enumerate(WORDS["en"][:4]))),
        "best bread of the region",
    ),
    "an article whose page calls itself a website": (
        f"{SITE}/s/1",
        page(f"<div><h1>Raad keurt tramlijn goed</h1>{story('nl')}</div>{_ASIDE}",
             lang="nl", head="<meta property='og:type' content='website'>"),
        "tramlijn naar de haven",
    ),
    "a whole paid text that is shown to all": (
        f"{SITE}/s/1",
        page(f"<article><h1>Long read</h1>{story('en', 6) * 2}</article>",
             head=data(**PAID, headline="Long read")),
        "driest spring",
    ),
    "a paid text of short Chinese paragraphs": (
        f"{SITE}/s/1",
        page(f"<article><h1>市议会</h1>{story('zh') * 3}</article>", lang="zh",
             head=data(**PAID, headline="市议会")),
        "电车线路方案",
    ),
    "an article about a newspaper named after an error": (
        f"{SITE}/s/1",
        page(f"<h1>404 Media grows</h1>{story('en', 4)}",
             title="404 Media grows by a third"),
        "tram line to the harbour",
    ),
    "a brief with a number of HTTP in its title": (
        f"{SITE}/s/race",
        page(f"<h1>Indy 500: the winners</h1>{story('en', 2)}",
             title="Indy 500: the winners"),
        "best bread of the region",
    ),
    "an article about an error": (
        f"{SITE}/s/404-error",
        page(f"<h1>What a 404 error is</h1>{story('en')}", title="What a 404 error is"),
        "tram line to the harbour",
    ),
    "an article about consent": (
        f"{SITE}/tech/consent-and-cookies",
        page(f"<div class='consent-banner'>{WALL}</div><h1>Who asks for consent?</h1>"
             f"{story('en')}"),
        "tram line to the harbour",
    ),
    "an article with a cookie banner longer than itself": (
        f"{SITE}/s/1",
        page(f"<article><h1>Storm</h1>{story('en', 3)}</article>"
             f"<div id='cookie-banner'>{WALL * 3}</div>"),
        "High waves",
    ),
    "an article with a login in its head": (
        f"{SITE}/s/1",
        page("<form class='login'><input name='u'><input type='password'></form>"
             f"<h1>Rat</h1>{story('de', 4)}", lang="de"),
        "für eine Bahn zum Hafen",
    ),
    "an article whose comments have a captcha": (
        f"{SITE}/s/1",
        page(f"<h1>Совет</h1>{story('ru', 4)}<form class='comment'><div class="
             "'g-recaptcha'></div></form><script src='https://www.google.com/recaptcha/"
             "api.js'></script>", lang="ru"),
        "трамвайную линию",
    ),
    "an article of an app that a server has made": (
        f"{SITE}/s/1",
        "<html><body><div id='__next'><h1>El pleno</h1>" + story("es", 3)
        + "</div><script src='/_next/main.js'></script></body></html>",
        "línea de tranvía",
    ),
    "an article at an address that asks": (
        f"{SITE}/search/article.php?q=17",
        page(f"<h1>Council</h1>{story('en')}{_ASIDE}"),
        "after two years of talks",
    ),
    "an article with its related ones in the same box": (
        f"{SITE}/s/1",
        page(f"<main><h1>Council</h1>{story('en')}{teasers('nl', CARD)}</main>"),
        "after two years of talks",
    ),
    "an article about what happens at the front": (
        f"{SITE}/",
        page(f"<article><h1>The only story of this site</h1>{story('es')}</article>",
             lang="es"),
        "línea de tranvía",
    ),
    "an article in Arabic with a menu of heads": (
        f"{SITE}/s/1",
        page("<div>" + "".join(f"<h3><a href='/{n}'>قسم {n}</a></h3>" for n in range(9))
             + f"</div><h1>المجلس</h1>{story('ar')}", lang="ar"),
        "خط ترام إلى الميناء",
    ),
    "a table of results with a sentence": (
        f"{SITE}/s/results",
        page("<h1>All results</h1><p>With two late goals the team of the port reached "
             "the final.</p><table><tr><td>Port</td><td>2</td></tr><tr><td>Hill</td>"
             "<td>1</td></tr></table>"),
        "the team of the port reached",
    ),
    "a press release of links": (
        f"{SITE}/press/7",
        page("<h1>Library opens on Sundays</h1><p>From next month the <a href='/lib'>"
             "library</a> will open on <a href='/sun'>Sundays</a> as well. See the <a "
             "href='/hours'>hours</a>, the <a href='/r'>rules</a>, the <a href='/map'"
             ">map</a>, <a href='/cards'>cards</a>, <a href='/r'>rooms</a>, <a href="
             "'/loans'>loans</a>, and <a href='/events'>events</a>.</p>"),
        "From next month the library",
    ),
    "a recipe": (
        f"{SITE}/food/bread",
        page("<h1>Bread of the old town</h1><ul><li>500 g of flour</li><li>350 g of "
             "water</li><li>10 g of salt</li></ul><p>Mix all of it, wait for a night, "
             "and bake it as hot as your oven gets.</p>"),
        "500 g of flour",
    ),
    "a poem": (
        f"{SITE}/poem",
        page("<h1>Harbour</h1><p>Grey the water,<br>grey the stone,<br>the gulls came "
             "early,<br>I came alone.</p><p>The boats went out,<br>the boats came in,"
             "<br>the sea has salt<br>for everything.</p>"),
        "the gulls came early",
    ),
    "an obituary": (
        f"{SITE}/deaths/9",
        page("<h1>Jan Smit, 91</h1><p>Jan Smit, who baked the bread of three "
             "generations, died on Sunday at home. He was 91 years old.</p>"),
        "who baked the bread",
    ),
}  # fmt: skip
