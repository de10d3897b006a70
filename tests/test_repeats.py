"""A passage said twice goes once, and nothing that is said once ever goes."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.text.normalize import letters_and_digits
from tasks.text.repeats import without_repeats
from tasks.text.sentences import split_sentences

REAL = Path(__file__).parent / "corpora" / "raw_news" / "000_7e17f7f9e8a04981.txt"

WORDS = {
    "nl": "regering minister oorlog verkiezing parlement onderzoek politie rechter "
    "begroting haven vakbond ziekenhuis universiteit klimaat akkoord staking",
    "en": "government minister inquiry election parliament hospital police judge "
    "budget harbour union university climate agreement strike council",
    "de": "Regierung Ministerin Untersuchung Wahlkampf Parlament Krankenhaus Polizei "
    "Haushalt Hafen Gewerkschaft Universität Abkommen Streik Größe fährt über",
    "fr": "gouvernement ministre enquête élection parlement hôpital police juge "
    "budget port syndicat université climat accord grève conseil",
    "ru": "правительство министр расследование выборы парламент больница полиция "
    "судья бюджет гавань профсоюз университет климат соглашение забастовка",
    "ar": "الحكومة الوزير التحقيق الانتخابات البرلمان المستشفى الشرطة القاضي "
    "الميزانية الميناء النقابة الجامعة المناخ الاتفاق الإضراب المجلس",
    "hi": "सरकार मंत्री जाँच चुनाव संसद अस्पताल पुलिस न्यायाधीश बजट बंदरगाह "
    "विश्वविद्यालय जलवायु समझौता हड़ताल परिषद किसान",
    "zh": "政 府 部 长 调 查 选 举 国 会 医 院 警 察 法 官 "
    "预 算 港 口 工 大 学 气 候 协 议 罢 委 员",
    "ja": "政 府 大 臣 調 査 選 挙 国 会 病 院 は が を "
    "に で の と も ま た し か る い な こ れ う",
}
UNSPACED = ("zh", "ja")


class Writer:
    """Writes sentences of one language, no two alike."""

    def __init__(self, language: str, seed: int = 0) -> None:
        self.random = random.Random(f"{language}{seed}")
        self.words = WORDS[language].split()
        self.is_unspaced = language in UNSPACED
        self.stop = "。" if self.is_unspaced else "।" if language == "hi" else "."
        self.space = "" if self.is_unspaced else " "

    def bare(self) -> str:
        n = 26 if self.is_unspaced else 11
        line = self.space.join(self.random.choices(self.words, k=n))
        return line[0].upper() + line[1:]

    def sentence(self) -> str:
        return self.bare() + self.stop

    def paragraph(self, n: int = 3) -> str:
        return self.space.join(self.sentence() for _ in range(n))

    def paragraphs(self, n: int = 5) -> list[str]:
        return [self.paragraph() for _ in range(n)]


def joined(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


# Each case writes a text and what must be left of it.
def flat_copy_after(w: Writer) -> tuple[str, str]:
    body = w.paragraphs()
    return joined(*body, w.space.join(body)), joined(*body)


def flat_copy_without_lead_and_sub_head(w: Writer) -> tuple[str, str]:
    body, head = w.paragraphs(), w.bare()[:14]
    flat = w.space.join(body[1:])
    kept = joined(*body[:3], head, *body[3:])
    return joined(kept, flat), kept


def flat_copy_first(w: Writer) -> tuple[str, str]:
    body = w.paragraphs()
    return joined(w.space.join(body), *body), joined(*body)


def flat_copy_first_with_a_longer_lead(w: Writer) -> tuple[str, str]:
    body, lead = w.paragraphs(), w.sentence()
    flat = w.space.join([lead, *body])
    return joined(flat, *body), joined(lead, *body)


def three_copies(w: Writer) -> tuple[str, str]:
    body = w.paragraphs()
    flat = w.space.join(body)
    return joined(*body, flat, flat), joined(*body)


def flat_copy_with_a_new_closing(w: Writer) -> tuple[str, str]:
    body, new = w.paragraphs(), w.sentence()
    return joined(*body, w.space.join([*body, new])), joined(*body, new)


def flat_copy_with_a_new_sentence_inside(w: Writer) -> tuple[str, str]:
    body, new = w.paragraphs(), w.sentence()
    flat = w.space.join([*body[:2], new, *body[2:]])
    return joined(*body, flat), joined(*body, new)


def copy_with_a_new_paragraph_inside(w: Writer) -> tuple[str, str]:
    body, new = w.paragraphs(), w.paragraph()
    fuller = joined(*body[:2], new, *body[2:])
    return joined(*body, fuller), fuller


def reordered_copy(w: Writer) -> tuple[str, str]:
    body = w.paragraphs()
    return joined(*body, *[body[k] for k in (3, 1, 4, 0, 2)]), joined(*body)


def copy_with_a_misread_letter(w: Writer) -> tuple[str, str]:
    body, sentence = w.paragraphs(), w.sentence()
    misread = sentence[:5] + "0" + sentence[6:]
    flat = w.space.join([*body, misread])
    return joined(*body, sentence, flat), joined(*body, sentence, misread)


def copy_with_another_number(w: Writer) -> tuple[str, str]:
    body, a, b = w.paragraphs(), w.bare(), w.sentence()
    before, after = (w.space.join([a, n, b]) for n in ("1.5", "15"))
    flat = w.space.join([*body[:3], after, *body[3:]])
    return joined(*body[:3], before, *body[3:], flat), joined(
        *body[:3], before, *body[3:], after
    )


def teaser_and_full_text(w: Writer) -> tuple[str, str]:
    body = w.paragraphs()
    teaser = body[0][: body[0].index(w.stop) + 1]
    return joined(teaser, *body), joined(*body)


def standfirst_said_again(w: Writer) -> tuple[str, str]:
    body = w.paragraphs()
    again = body[1][: body[1].index(w.stop) + 1]
    return joined(*body[:3], again, *body[3:]), joined(*body)


def pull_quote_in_quotation_marks(w: Writer) -> tuple[str, str]:
    body = w.paragraphs()
    again = body[1][: body[1].index(w.stop) + 1]
    text = joined(*body[:3], f"“{again}”", *body[3:])
    return text, text


def refrain(w: Writer) -> tuple[str, str]:
    line = w.sentence()
    text = joined(*[w.space.join([w.paragraph(1), line]) for _ in range(4)])
    return text, text


def live_blog(w: Writer) -> tuple[str, str]:
    background = w.paragraph(2)
    entries = []
    for hour in range(10, 16):
        said = [w.sentence(), background] if hour in (11, 14) else [w.sentence()]
        entries.append(f"{hour}:30 {w.space.join(said)}")
    return joined(*entries), joined(*entries)


def poem(w: Writer) -> tuple[str, str]:
    def stanza() -> str:
        return "\n".join(w.bare()[: 9 if w.is_unspaced else 24] for _ in range(4))

    chorus = stanza()
    text = joined(stanza(), chorus, stanza(), chorus)
    return text, text


def questions_and_answers(w: Writer) -> tuple[str, str]:
    asked = [w.bare() + "?" for _ in range(4)]
    answer = w.sentence()
    pairs = [
        line for q in asked for line in (q, w.paragraph(2) if q != asked[2] else answer)
    ]
    text = joined(*asked, *pairs, asked[0], answer)
    return text, text


def lists(w: Writer) -> tuple[str, str]:
    items = [w.sentence() for _ in range(4)]
    text = joined(w.space.join(items), w.paragraph(), *[f"- {item}" for item in items])
    return text, text


def nothing_twice(w: Writer) -> tuple[str, str]:
    text = joined(*w.paragraphs())
    return text, text


CASES = [
    flat_copy_after,
    flat_copy_without_lead_and_sub_head,
    flat_copy_first,
    flat_copy_first_with_a_longer_lead,
    three_copies,
    flat_copy_with_a_new_closing,
    flat_copy_with_a_new_sentence_inside,
    copy_with_a_new_paragraph_inside,
    reordered_copy,
    copy_with_a_misread_letter,
    copy_with_another_number,
    teaser_and_full_text,
    standfirst_said_again,
    pull_quote_in_quotation_marks,
    refrain,
    live_blog,
    poem,
    questions_and_answers,
    lists,
    nothing_twice,
]


def unsaid(text: str, output: str) -> list[str]:
    """The sentences of `text` that `output` does not say letter by letter."""
    said = letters_and_digits(output)
    doc = split_sentences(text)
    sentences = [doc.stream[a:b] for a, b in pairwise(doc.at)]
    return [sentence for sentence in sentences if sentence not in said]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
@pytest.mark.parametrize("language", WORDS)
def test_a_constructed_case_leaves_what_it_must(case, language):
    text, expected = case(Writer(language))

    output, repeats = without_repeats(text)

    assert output == expected
    assert unsaid(text, output) == []
    assert bool(repeats) == (text != expected)
    assert without_repeats(output) == (output, ())


def test_the_real_file_loses_its_flattened_copy_and_nothing_else():
    text = REAL.read_text("utf-8").strip().removeprefix("date 2022-01").strip()
    paragraphed, flat = text[:2206], text[2208:]

    output, repeats = without_repeats(text)

    assert output == paragraphed
    assert len(output) == 2206
    assert flat.startswith("Dat heeft NAVO")
    assert "klonk het.De" in flat
    (repeat,) = repeats
    assert (repeat.starts_at, repeat.n_chars) == (2208, len(flat))
    assert text[repeat.kept_at :].startswith("Dat heeft NAVO")
    assert output.count("Schuld van Rusland") == 1


def test_every_removed_span_is_said_where_it_is_kept():
    text, _ = reordered_copy(Writer("nl"))

    _, repeats = without_repeats(text)

    for repeat in repeats:
        gone = text[repeat.starts_at : repeat.starts_at + repeat.n_chars]
        kept = text[repeat.kept_at : repeat.kept_at + repeat.n_chars]
        assert letters_and_digits(gone) == letters_and_digits(kept)


def test_short_natural_repetitions_stay():
    text = "Dat kan niet, klonk het. Hij ging weg. Dat kan niet, klonk het."

    assert without_repeats(text) == (text, ())


def test_a_copy_without_any_punctuation_goes():
    body = Writer("en").paragraphs()
    flat = " ".join(body).replace(".", "")

    assert without_repeats(joined(*body, flat))[0] == joined(*body)


@pytest.mark.parametrize(
    "pair", [("the U.S.", "the U.K."), ("Dr.", "Mr."), ("3.", "4.")]
)
def test_half_a_sentence_never_goes_though_an_abbreviation_looks_like_its_end(pair):
    rest = "Smith told the court that the harbour council had known of it for years"
    text = joined(*[f"They say that {word} {rest}." for word in pair])

    assert without_repeats(text) == (text, ())


def test_another_currency_is_another_number():
    line = "The harbour council paid {}50 million to the union of the workers there."
    text = joined(line.format("€"), line.format("$"))

    assert without_repeats(text) == (text, ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a" * 200_000,
        "ab" * 100_000,
        "." * 200_000,
        ". " * 200_000,
        " " * 200_000 + "x",
        "\n" * 200_000 + "x",
        '."' * 100_000,
        "\ud800" * 1_000,
    ],
    ids=lambda text: repr(text[:4]),
)
def test_degenerate_texts_come_back_as_they_are(text):
    assert without_repeats(text) == (text, ())


def test_one_sentence_said_4000_times_is_said_once():
    sentence = "De dertig landen blijven openstaan voor een dialoog met Moskou."

    output, repeats = without_repeats(" ".join([sentence] * 4_000))

    assert output == sentence
    assert len(repeats) == 1


def test_what_only_two_sentences_together_say_stays_where_they_could_be_parted():
    whole = Writer("en").sentence()
    half = whole[:50]
    text = f"{half} \n***\n\n*** Ja. “{half}Ja.{whole} {whole}\n"

    output, _ = without_repeats(text)

    assert unsaid(text, output) == []
    assert without_repeats(output) == (output, ())


PIECES = st.sampled_from(
    [Writer("nl", seed).sentence() for seed in range(6)]
    + [Writer("zh", seed).sentence() for seed in range(3)]
    + [Writer("nl", seed).sentence()[:50] for seed in range(3)]
    + ["Ja.", "U.S. ", "“", "”", '"', "- ", "Q: ", "12:30 ", "***", "1.5", "x" * 45]
)
TEXTS = st.lists(
    st.tuples(PIECES, st.sampled_from([" ", "\n\n", "\n", ""])), max_size=30
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_sentence_is_still_said_and_a_second_look_removes_nothing(pieces):
    text = "".join(piece + space for piece, space in pieces)

    output, repeats = without_repeats(text)

    assert unsaid(text, output) == []
    assert without_repeats(output) == (output, ())
    n_gone = sum(r.n_chars for r in repeats)
    assert len(output) <= len(text) - n_gone + 2 * len(repeats)
    assert all(a.starts_at + a.n_chars <= b.starts_at for a, b in pairwise(repeats))
