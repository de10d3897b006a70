"""Section pages in ten layouts and languages, written for these tests.

`PAGES` is name: (address, page). A link to an article carries `data-story`, which
nothing but the tests looks at.
"""

# ruff: noqa: E501  markup is as sites write it

from __future__ import annotations

import re
from urllib.parse import quote

EN = (
    "Harbour master retires after forty years at sea",
    "Council votes to keep the old bridge open",
    "Nurses end strike",
    "Why the night train is always late in winter",
    "Three hurt as storm tears roof off market hall",
    "Opinion: the river does not belong to us",
)
NL = (
    "Havenmeester gaat na veertig jaar met pensioen",
    "Gemeenteraad houdt oude brug nog een winter open",
    "Staking in ziekenhuis voorbij",
    "Waarom de nachttrein in de winter altijd te laat is",
    "Storm rukt dak van markthal: drie gewonden",
    "Rode Duivels winnen",
)
DE = (
    "Hafenmeister geht nach vierzig Jahren in den Ruhestand",
    "Stadtrat hält die alte Brücke noch einen Winter offen",
    "Streik im Krankenhaus beendet",
    "Warum der Nachtzug im Winter immer zu spät kommt",
    "Sturm reißt Dach von der Markthalle – drei Verletzte",
    "Kommentar: Der Fluss gehört uns nicht",
)
FR = (
    "Le capitaine du port prend sa retraite après quarante ans",
    "Le conseil municipal garde le vieux pont ouvert",
    "Fin de la grève à l'hôpital",
    "Pourquoi le train de nuit est toujours en retard l'hiver",
    "La tempête arrache le toit des halles, trois blessés",
    "« Le fleuve ne nous appartient pas », une tribune",
)
ES = (
    "El capitán del puerto se jubila tras cuarenta años",
    "El ayuntamiento mantiene abierto el puente viejo",
    "Termina la huelga en el hospital",
    "Por qué el tren nocturno siempre llega tarde en invierno",
    "El temporal arranca el tejado del mercado y deja tres heridos",
    "El río no es nuestro",
)
RU = (
    "Начальник порта уходит на пенсию после сорока лет службы",
    "Совет сохранил старый мост ещё на одну зиму",
    "Забастовка в больнице закончилась",
    "Почему ночной поезд зимой всегда опаздывает",
    "Буря сорвала крышу рынка, трое пострадали",
    "Река нам не принадлежит",
)
JA = (
    "港湾局長が四十年の勤務の末に退職へ",
    "市議会、古い橋を来冬まで残すと決定",
    "病院のスト終結",
    "夜行列車が冬に必ず遅れる理由とは",
    "暴風で市場の屋根が飛び三人けが",
    "社説 川は誰のものか",
)
ZH = (
    "港务局长任职四十年后退休",
    "市议会决定旧桥再开放一个冬天",
    "医院罢工结束",
    "为什么夜班火车冬天总是晚点",
    "暴风掀翻市场屋顶三人受伤",
    "评论:河流不属于我们",
)
AR = (
    "مدير الميناء يتقاعد بعد أربعين عاما في البحر",
    "المجلس البلدي يبقي الجسر القديم مفتوحا شتاء آخر",
    "انتهاء إضراب الممرضات",
    "لماذا يتأخر قطار الليل دائما في الشتاء",
    "العاصفة تقتلع سقف السوق وإصابة ثلاثة",
    "النهر ليس ملكا لنا",
)
PT = (
    "Capitão do porto se aposenta depois de quarenta anos",
    "Câmara mantém a ponte velha aberta por mais um inverno",
    "Acaba a greve no hospital",
    "Por que o trem noturno sempre atrasa no inverno",
    "Temporal arranca o telhado do mercado e fere três",
    "O rio não é nosso",
)
SHARE = (
    '<div class="share"><a href="https://social.example/sharer?u=x">Share</a>'
    '<a href="mailto:?body=x">Mail</a><a href="javascript:print()">Print</a>'
    '<a href="/share?url=/news/harbour-master-retires-after-forty-years">Share this '
    "article with your friends and your family</a></div>"
)


def slug(headline: str) -> str:
    """A headline as addresses write it."""
    return "-".join(re.findall(r"\w+", headline.lower()))


def each(shape: str, headlines: tuple[str, ...]) -> str:
    """A story for each headline in the markup of `shape`: {head} {slug} {id} {n}."""
    return "".join(
        shape.format(head=head, slug=slug(head), quoted=quote(slug(head)), n=n, id=81_400 + 37 * n)
        for n, head in enumerate(headlines, 1)
    )  # fmt: skip


WORDPRESS = f"""<header class="site-header"><a href="/">Harbour Courier</a>
<ul class="menu"><li><a href="/category/politics/">Politics</a>
<li><a href="/about-the-harbour-courier/">About the Harbour Courier and its people</a>
</ul></header><main>{
    each(
        '''<article class="post"><a href="/2026/11/{n}/{slug}/"
data-story><img src="/i/{n}.jpg" alt=""></a><header><a href="/category/politics/"
rel="category tag">Politics</a><h2><a href="/2026/11/{n}/{slug}/" data-story>{head}</a>
</h2><span>by <a href="/author/jane-van-der-berg/">Jane van der Berg</a></span>
<time>3 h</time></header><p>The text of the teaser. <a href="/2026/11/{n}/{slug}/"
data-story>Read more</a></p><footer><a href="/tag/harbour/" rel="tag">harbour</a>
<a href="/2026/11/{n}/{slug}/#comments" data-story>12 comments</a></footer></article>
''',
        EN,
    )
}<nav class="nav-links"><a href="/news/page/2/" class="next">Older posts</a>
</nav></main><aside><section class="widget widget_tag_cloud"><h2>Tags</h2>
<a href="/tag/elections-in-the-whole-of-the-country/">Elections in the whole of the
country</a></section><section class="widget"><h2>Archives</h2><ul><li>
<a href="/2026/10/">October 2026</a><li><a href="/2026/09/">September 2026</a></ul>
</section></aside><footer><a href="/privacy-policy-and-terms-of-use/">Privacy policy and
terms of use</a></footer>{SHARE}"""

LIST = f"""<nav><a href="/nieuws/binnenland">Binnenland</a>
<a href="/nieuws/buitenlands-nieuws-en-politiek">Buitenlands nieuws en politiek</a></nav>
<ul class="lijst">{
    each(
        '''<li class="item"><a href="/nl/{n}/{id}/" data-story>
<time>10:0{n}</time> <h3>{head}</h3></a>''',
        NL,
    )
}</ul><div class="meest-gelezen">
<h4>Meest gelezen</h4><ol>{
    each('''<li><a href="/nl/{n}/{id}/" data-story>{head}</a>''', NL[:3])
}</ol></div><a href="/abonnement/word-abonnee-en-lees-drie-maanden-gratis">Word
abonnee en lees drie maanden gratis</a><div id="footer"><a href="/algemene-voorwaarden">
Algemene voorwaarden en privacyverklaring</a></div>"""

CARDS = f"""<div class="c-nav"><div class="nav"><a href="/wirtschaft/">Wirtschaft</a>
<a href="/wirtschaft/unternehmen-und-maerkte/">Unternehmen und Märkte in aller Welt</a>
</div></div><div class="grid">{
    each(
        '''<div class="card"><a class="card__link"
href="/lokales/{slug}-a{id}.html" data-story><img alt=""><span>Lokales</span>
<span class="card__title">{head}</span><p>Mehr dazu, was am Montag geschah, und wie es
nun weitergeht.</p></a></div>''',
        DE,
    )
}</div><div class="box"><a
href="/thema/hochwasser-im-ganzen-land/">Alles zum Hochwasser im ganzen Land</a>
<a href="/autor/anna-lena-von-hohenfels/">Anna-Lena von Hohenfels, Redakteurin</a></div>
<footer><a href="/impressum.html">Impressum</a><a href="/hilfe/fragen-zum-abo.html">Fragen
zu Ihrem Abonnement und zur Zustellung</a></footer>"""

LEMAG = f"""<div role="navigation"><a href="/politique/">Politique</a></div>
{
    each(
        '''<section class="teaser"><a href="/societe/article/2026/11/24/{slug}_{id}_3224.html"
data-story><figure><img alt="Une photo"></figure></a><a class="teaser__link"
href="/societe/article/2026/11/24/{slug}_{id}_3224.html?xtor=RSS-1" data-story>{head}</a>
<p>Une phrase sur cette histoire.</p><span>Par <a href="/signataires/zoe-durand/">Zoé
Durand</a></span></section>''',
        FR,
    )
}<div class="pagination"><a
href="/politique/2.html">Page suivante de la rubrique politique</a></div>
<a href="https://emploi.example/offres/les-offres-de-la-semaine-2026">Les offres d'emploi
de la semaine dans votre région</a><a href="/newsletters/la-lettre-du-matin">Recevez la
lettre du matin, chaque jour, dans votre boîte</a>"""

OLDPHP = f"""<table><tr><td class="menu"><a href="seccion.php?s=1">Portada</a><br>
<a href="seccion.php?s=2">Local</a></td><td>{
    each(
        '''<p class="titular"><a
href="noticia.php?id={id}" data-story>{head}</a></p><p>Una frase.
<a href="noticia.php?id={id}&print=1" data-story>Imprimir</a></p>''',
        ES,
    )
}</td></tr>
</table><a href="buscar.php?q=puerto">Buscar más noticias sobre el puerto viejo</a>
<a href="quienes_somos.php">Quiénes somos</a>"""

BARE = f"""<div id="top"><div class="navbar"><a href="/politics/">Политика</a></div></div>
{
    each(
        '''<div class="b-item"><span>10:{n}0</span> <a href="/news/{id}/" data-story>{head}
</a></div>''',
        RU,
    )
}<div><a href="/rubrics/2/">Общество</a> <a href="/contacts/">Контакты и
реквизиты редакции</a> <a href="/files/price-list-2026-for-all.pdf">Прайс-лист на рекламу
на следующий год</a></div>"""

OPAQUE = f"""<ul id="gnav"><li><a href="/national/">社会</a><li><a href="/politics/">政治</a>
</ul><ul class="List">{
    each(
        '''<li><a href="/articles/ASVBC{id}VUTIL00{n}M.html"
data-story><span class="Title">{head}</span><span class="Time">11/24 10:0{n}</span></a>
''',
        JA,
    )
}</ul><p><a href="/rensai/list/">連載一覧</a> <a href="/info/guide/">
ご利用案内と個人情報の取り扱いについて</a></p>"""

DATED = f"""<div class="nav"><a href="/politics/index.htm">时政</a><a
href="/world/index.htm">国际</a></div><ul class="news">{
    each(
        '''<li><a
href="/2026-11/24/content_{id}.htm" data-story>{head}</a><span>11-24</span></li>''',
        ZH,
    )
}
</ul><div class="page"><a href="/politics/index_1.htm">下一页</a></div>
<div class="footer"><a href="/about/2026/lianxi.htm">联系我们和网站地图以及版权声明</a></div>"""

PERCENT = f"""<nav><a href="/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9/">سياسة</a></nav><main>
{
    each(
        '''<div class="post-card"><h3><a href="/news/{quoted}/" data-story>{head}</a></h3>
<a href="/tag/%D9%85%D9%8A%D9%86%D8%A7%D8%A1/">ميناء</a></div>''',
        AR,
    )
}</main>
<div class="social"><a href="/telegram-channel/">تابعوا قناتنا على تلغرام كل يوم</a></div>"""

HASHED = f"""<div class="sc-x1"><div class="sc-menu-list menu"><a class="sc-q"
href="/noticias">Notícias</a></div>{
    each(
        '''<div class="sc-a{n}"><div class="css-1k2"><a
class="css-9z" href="/noticias/{slug}" data-story>{head}</a></div></div>''',
        PT,
    )
}
<div class="css-77"><a class="css-9y" href="/assine">Assine e leia por um real</a>
<a class="css-9y" href="/entrar?volta=/noticias">Entrar</a>
<a class="css-9y" href="/colunas/maria-clara">Maria Clara</a></div></div>
<footer class="css-f"><a href="/politica-de-privacidade-e-cookies">Política de
privacidade e de cookies do jornal</a></footer>"""

PAGES = {
    "en, WordPress": ("https://courier.example/news/", WORDPRESS),
    "nl, a list with ids": ("https://www.blad.example/nl", LIST),
    "de, cards that are links": ("https://bote.example/lokales/", CARDS),
    "fr, dates and ids": ("https://journal.example/societe/", LEMAG),
    "es, tables and PHP": ("https://diario.example/portada.php", OLDPHP),
    "ru, bare lines": ("https://vesti.example/", BARE),
    "ja, opaque ids": ("https://shinbun.example/", OPAQUE),
    "zh, dated folders": ("https://ribao.example/politics/index.htm", DATED),
    "ar, quoted slugs": ("https://sahifa.example/", PERCENT),
    "pt, hashed names": ("https://folha.example/noticias", HASHED),
}
