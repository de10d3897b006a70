"""What a page says of itself, and of no story: it counts for nothing in a comparison.

The phrases below are common to news sites. What one's own sources print under every
text is learnt from a ledger, as digests of whole sentences.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence, Set
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from tasks.text.normalize import normalized
from tasks.text.pieces import MOST_LETTERS, Codes, codes_of, grams_of

# As they are written, in small letters: what sites in these languages ask of their
# readers, and what their lawyers ask for. A sentence with one of them is boilerplate.
PHRASES: tuple[str, ...] = tuple(
    phrase
    for line in """
newsletter|unsubscribe|all rights reserved|without permission|prior written
privacy policy|cookie policy|use cookies|uses cookies|terms of service|terms of use
terms and conditions|follow us on|like us on|share this article|share this story
share on facebook|share on twitter|download our app|download the app
breaking news alerts|push notifications|comments are closed|leave a comment
read more:|related stories|related articles|most popular|most read|sign up for
sign up to|subscribe now|become a member|our journalism|support us|from as little as
may not be published|may not be reproduced|click here|sponsored content
send us a tip|was originally published
alle rechte vorbehalten|datenschutzerklärung|jetzt abonnieren|folgen sie uns
lesen sie auch|mehr zum thema|nutzungsbedingungen|verwendet cookies
verwenden cookies|unsere app|meistgelesen
tous droits réservés|abonnez-vous|suivez-nous|lire aussi
politique de confidentialité|conditions générales|utilise des cookies
utilisons des cookies|notre application|les plus lus|inscrivez-vous
todos los derechos reservados|suscríbete|suscríbase|síguenos en|lee también
lea también|política de privacidad|utiliza cookies|utilizamos cookies
nuestra aplicación|lo más leído
tutti i diritti riservati|iscriviti|seguici su|leggi anche|riproduzione riservata
todos os direitos reservados|siga-nos|leia também|leia mais|mais lidas
alle rechten voorbehouden|nieuwsbrief|schrijf je in|volg ons op|lees ook|lees meer
privacybeleid|gebruikt cookies|meest gelezen
nyhetsbrev|följ oss på|läs också|läs mer|alle rettigheter|følg oss|følg os|les også
tilaa uutiskirje|kaikki oikeudet pidätetään|lue myös|minden jog fenntartva
wszelkie prawa zastrzeżone|zapisz się|obserwuj nas|czytaj także|czytaj też
všechna práva vyhrazena|přihlaste se k odběru|sledujte nás|čtěte také
toate drepturile rezervate|abonează-te|citește și|sva prava pridržana|pročitajte i
все права защищены|подписывайтесь на|подпишитесь на|читайте также
усі права захищені|всі права захищені|підписуйтесь на|читайте також
всички права запазени|с всички права|με επιφύλαξη παντός|διαβάστε επίσης
tüm hakları saklıdır|abone olun|bizi takip|gizlilik politikası
hak cipta dilindungi|baca juga|ikuti kami|đăng ký nhận|bản quyền thuộc
جميع الحقوق محفوظة|اشترك في|تابعونا على|اقرأ أيضا|سياسة الخصوصية
تمامی حقوق|کلیه حقوق
כל הזכויות שמורות|הירשמו ל|עקבו אחרינו
सर्वाधिकार सुरक्षित|यह भी पढ़ें|हमें फॉलो करें
สงวนลิขสิทธิ์|อ่านเพิ่มเติม|ติดตามเราได้ที่
版权所有|未经授权|未经许可|关注我们|免责声明|版權所有|未經授權|延伸閱讀
無断転載|メールマガジン|フォローして|あわせて読みたい|関連記事
무단 전재|재배포 금지|저작권자|뉴스레터|관련기사
""".strip().splitlines()
    for phrase in line.split("|")
)

_SENTENCE = re.compile(r"[^.!?。！？।…\n]*[.!?。！？।…\n]+|[^.!?。！？।…\n]+")
# So few letters are no sentence that says anything.
_LEAST_SENTENCE = 12
# What is longer is a text without stops, Thai or a transcript: it holds a story.
_LONGEST = 1_000
# Letters by which a phrase is looked for first.
_WIDTH = 8

# As it is written, and how it begins.
_Phrase = tuple[str, re.Pattern[str]]


def own_letters(
    text: str, learnt: Set[int] = frozenset(), said: str | None = None
) -> str:
    """The letters of a text as `normalized` gives them, without its boilerplate.

    `learnt` are digests as of `sentence_digest`; `said` is `normalized(text)`, where
    that is known already. More than MOST_LETTERS are given back as they are.
    """
    letters = normalized(text) if said is None else said
    if len(letters) > MOST_LETTERS:
        return letters
    phrases = _phrases_in(letters)
    if not learnt and not phrases:
        return letters
    sentences = _SENTENCE.findall(text)
    kept = [one for one in sentences if not _is_boilerplate(one, phrases, learnt)]
    return letters if len(kept) == len(sentences) else normalized("".join(kept))


def sentences_of(text: str) -> Iterator[tuple[int, str]]:
    """The digest and the text of each sentence that could be boilerplate."""
    for sentence in _SENTENCE.findall(text):
        letters = normalized(sentence)
        if len(letters) >= _LEAST_SENTENCE and len(sentence) <= _LONGEST:
            yield sentence_digest(letters), sentence.strip()


def sentence_digest(letters: str) -> int:
    """64 bits, signed, that tell a sentence by its normalised letters."""
    data = letters.encode("utf-8", "surrogatepass")
    digest = blake2b(data, digest_size=8, person=b"sentence 1").digest()
    return int.from_bytes(digest, "big", signed=True)


def _is_boilerplate(
    sentence: str, phrases: Sequence[_Phrase], learnt: Set[int]
) -> bool:
    if len(sentence) > _LONGEST:
        return False
    if phrases:
        small = " ".join(html.unescape(sentence).lower().split())
        if any(phrase in small and begins.search(small) for phrase, begins in phrases):
            return True
    if not learnt:
        return False
    letters = normalized(sentence)
    return len(letters) >= _LEAST_SENTENCE and sentence_digest(letters) in learnt


# "Spread more: ..." says none of them. Where words are not parted, or begin with an
# article, what stands before a phrase tells nothing.
_PARTED = "\u0590"
_BEGINNING = tuple(
    (phrase, re.compile((r"(?<!\w)" if phrase < _PARTED else "") + re.escape(phrase)))
    for phrase in PHRASES
)
# The phrases by the first of their letters; those that say it in fewer than _WIDTH
# letters stand apart. Where the text has ASCII only, hardly any of those are asked.
_BY_HEAD: dict[str, list[tuple[str, _Phrase]]] = {}
_SHORT: list[tuple[str, _Phrase]] = []
for _phrase in _BEGINNING:
    _letters = normalized(_phrase[0])
    _is_short = len(_letters) < _WIDTH
    _alike = _SHORT if _is_short else _BY_HEAD.setdefault(_letters[:_WIDTH], [])
    _alike.append((_letters, _phrase))
_SHORT_ASCII = [one for one in _SHORT if one[0].isascii()]


def _heads(codes: Codes) -> NDArray[np.intp]:
    """A number of 22 bits for each run of _WIDTH letters."""
    return (grams_of(codes, _WIDTH) >> np.uint64(42)).astype(np.intp)


# Which of them begin a phrase: to look for each phrase in each text takes ten times
# as long as all else that is done to it.
_BEGINS = np.zeros(1 << 22, dtype=bool)
for _head in _BY_HEAD:
    _BEGINS[_heads(codes_of(_head))] = True


def _phrases_in(letters: str) -> list[_Phrase]:
    """The phrases whose letters are in there, words run together or not."""
    short = _SHORT_ASCII if letters.isascii() else _SHORT
    found = [phrase for said, phrase in short if said in letters]
    for at in np.flatnonzero(_BEGINS[_heads(codes_of(letters))]).tolist():
        alike = _BY_HEAD.get(letters[at : at + _WIDTH], ())
        found += [phrase for said, phrase in alike if letters.startswith(said, at)]
    return list(dict.fromkeys(found))
