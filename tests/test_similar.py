"""Whether one text repeats another: pairs that must stay apart first."""

from __future__ import annotations

import html
import random
import re
import textwrap
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.text.boilerplate import own_letters
from tasks.text.normalize import normalized
from tasks.text.similar import likeness


def alike(one, other):
    return likeness(own_letters(one), own_letters(other))


CORPUS = Path(__file__).parent / "corpora/similar.toml"
# Reports of one form, where the words are the form's and the facts the day's; stories.
WRITTEN = tomllib.loads(CORPUS.read_text("utf-8"))
REPORTS = {report["name"]: report for report in WRITTEN["reports"]}
STORIES = WRITTEN["stories"]
# What a scan reads for a letter.
MISREAD = {"o": "0", "l": "1", "s": "5", "g": "9"}
OTHER = (
    "Farmers in the valley say the frost of last week has cost them half of the apple "
    "harvest, and the growers' union is asking for help before the spring planting. "
    "Prices at the market in Delby rose by a fifth within three days."
)
HOUSE = " ".join(
    f"{place} readers find the {what} of this house at the {where} every {day}, where "
    f"the desk answers what {who} ask of it and keeps the {kept} for a year."
    for place, what, where, day, who, kept in [
        ("Harwick", "printed edition", "counter", "morning", "subscribers", "letters"),
        ("Local", "picture archive", "old mill", "Friday", "schools", "negatives"),
        ("Older", "bound volumes", "library", "weekday", "historians", "registers"),
        ("Young", "puzzle pages", "kiosk", "weekend", "teachers", "solutions"),
        ("Distant", "mail service", "post office", "quarter", "sailors", "envelopes"),
        ("Curious", "guided tours", "press hall", "second week", "visitors", "badges"),
        ("Patient", "corrections", "noticeboard", "evening", "critics", "drafts"),
        ("Musical", "concert list", "town hall", "month", "choirs", "programmes"),
        ("Hungry", "recipe cards", "bakery", "noon", "cooks", "margins"),
    ]
)
ITEMS = (
    "A lorry lost its load of gravel on the Delby road at dawn; two lanes stayed shut "
    "until ten and a cyclist was treated for a broken wrist. Police ask those who saw "
    "the lorry turn to call the station at Upper Marsh before the weekend.",
    "The choir of Saint Anne sings Haydn on Sunday under its new conductor, who came "
    "from Bergen in August. Tickets are nine pounds at the door, pupils pay three, and "
    "the first row is kept for those who helped to mend the roof last winter.",
)


def shuffled_words(text, seed=1):
    words = text.split()
    random.Random(seed).shuffle(words)
    return " ".join(words)


@pytest.mark.parametrize("report", REPORTS)
def test_two_reports_of_one_form_are_two(report):
    form, one, other = (REPORTS[report][part] for part in ("form", "one", "other"))

    assert alike(form.format(**one), form.format(**other)) is None
    assert alike(form.format(**one), form.format(**one) + " ").relation == "near"


@pytest.mark.parametrize("order", ["above", "below"])
def test_short_items_under_a_boilerplate_that_no_table_has_seen_are_two(order):
    one, other = (
        f"{item}\n\n{HOUSE}" if order == "above" else f"{HOUSE}\n\n{item}"
        for item in ITEMS
    )

    assert len(HOUSE.split()) > 4 * len(ITEMS[0].split())
    assert alike(one, other) is None


def test_items_that_begin_and_end_with_the_same_words_are_two_all_the_same():
    one, other = (f"HARWICK - The {item} (rp)\n\n{HOUSE}" for item in ITEMS)

    assert alike(one, other) is None
    assert (
        alike(f"{HOUSE}\n\nThe {ITEMS[0]} (rp)", f"{HOUSE}\n\nThe {ITEMS[1]} (rp)")
        is None
    )


def test_what_names_other_numbers_throughout_is_another():
    form = (
        "Lot {} of the sale went for {} pounds, {} of them to the house, at {} hours. "
    )
    one, other = (
        "".join(form.format(*[n * step + k for k in range(4)]) for n in range(3, 9))
        for step in (17, 29)
    )

    assert alike(one, other) is None


def test_chinese_items_under_one_boilerplate_are_two():
    house = (
        STORIES["zh"]
        + "读者可于每日上午到本社资料室查阅旧报，逾期不再保留来信与底片。" * 3
    )
    one = (
        "昨日清晨一辆货车在城北公路侧翻，碎石散落一地，两条车道封闭至十时，"
        "一名骑车人手腕骨折。"
    )
    other = (
        "本周日晚圣安妮合唱团将在市音乐厅演出海顿作品，新指挥八月自卑尔根来，"
        "学生票三十元。"
    )

    assert alike(one + house, other + house) is None


def test_a_follow_up_that_quotes_a_third_of_the_story_is_another():
    story = STORIES["en"]
    quoted = story.split("\n\n")[2]
    later = (
        "Three weeks after its ferry stopped, Harwick got its boats back on Saturday. "
        "A judge in Delby found that the council had not asked the county as the river "
        "act of 1902 demands, and put the closure off until a hearing in May. Some "
        "forty people waited on the landing when the first boat left at seven, with a "
        "brass band and a priest. The council's lawyer said she would appeal.\n\n"
    )

    assert alike(story, later + quoted) is None


def test_a_follow_up_that_says_as_much_again_of_its_own_is_another():
    story = STORIES["en"]
    before = (
        "For three years the council had put off the question what to do with the "
        "landing, and each spring the divers' report was worse than the last. A fund "
        "that two families had set up for the piers was spent by 2019 on a roof for "
        "the school, and nobody had asked the county for help. On Monday the last "
        "offer of a builder had come in, sealed, and was read aloud.\n\n"
    )
    after = (
        "Three weeks after its ferry stopped, Harwick got its boats back on Saturday. "
        "A judge in Delby found that nobody had heard the villages up the river, as "
        "the act of 1902 demands, and put the closure off until a hearing in May. Some "
        "forty people waited on the shore when the first boat left at seven, with a "
        "brass band and a priest. A lawyer of the town said she would appeal, and that "
        "each week of service costs what a teacher earns in half a year. Two of the "
        "men who steered the boats have taken other work meanwhile.\n\n"
    )

    assert alike(before + story, after + story) is None


def test_a_translation_is_another_text():
    assert alike(STORIES["zh"], STORIES["ja"]) is None
    assert alike(STORIES["en"], STORIES["de"]) is None


def test_a_text_of_the_same_words_in_another_order_is_another():
    assert alike(STORIES["en"], shuffled_words(STORIES["en"])) is None


def test_a_roundup_contains_its_briefs_and_joins_none():
    brief = STORIES["en"].split("\n\n")[1]
    roundup = "\n\n".join([OTHER, brief, *ITEMS, HOUSE])

    found = alike(brief, roundup)

    assert (found.relation, found.joins) == ("contains", False)
    assert found.score == 1


@pytest.mark.parametrize("language", STORIES)
def test_a_cut_in_every_script_is_contained_in_the_whole(language):
    story = STORIES[language]
    cut = story[: int(0.7 * len(story))]

    found = alike(story, cut)

    assert (found.relation, found.joins) == ("contains", True)
    assert normalized(cut).startswith(found.passage[:20])


@pytest.mark.parametrize("language", STORIES)
def test_a_story_with_a_lead_of_the_papers_own_is_near(language):
    story = STORIES[language]
    lead, rest = story.split("\n\n", 1)

    found = alike(story, lead[: len(lead) // 2] + "\n\n" + rest)

    assert found.joins


def test_a_hard_wrapped_copy_in_capitals_without_paragraphs_is_near():
    story = STORIES["en"]
    wrapped = "\n".join(textwrap.wrap(" ".join(story.upper().split()), 60))

    assert alike(story, wrapped).score == 1


def test_entities_escaped_once_are_undone():
    story = STORIES["en"].replace('"', "“")
    escaped = html.escape(story).replace("“", "&ldquo;").replace(" ", "&nbsp; ")

    assert alike(story, escaped).score == 1


@pytest.mark.parametrize("rate", [0.01, 0.03])
@pytest.mark.parametrize("language", ["en", "de", "ar", "hi"])
def test_a_scan_with_misread_letters_is_near(language, rate):
    chance = random.Random(7)
    story = STORIES[language]
    letters = sorted(set(filter(str.isalpha, story)))
    scanned = "".join(
        chance.choice(letters) if chance.random() < rate else letter for letter in story
    )

    assert alike(story, scanned).relation == "near"


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_scan_that_read_letters_as_digits_names_no_other_numbers(language):
    story = " ".join(STORIES[language].split()[:60])
    scanned = re.sub(r"(?<=[a-z])[olsg](?=[a-z]{2} )", lambda at: MISREAD[at[0]], story)

    assert len(set(re.findall(r"[0-9]+", scanned))) > 3
    assert alike(story, scanned).relation == "near"


def test_a_brief_with_a_word_and_a_figure_of_the_house_s_own_is_near():
    brief = " ".join(STORIES["en"].split()[:45])
    house = brief.replace("2.4 million", "£2.5m").replace("hall", "meeting")

    assert alike(brief, house).relation == "near"


def test_an_update_with_its_figures_brought_up_to_date_is_near():
    story = STORIES["en"]
    updated = story.replace("2.4 million", "3.1 million").replace("200", "350")

    assert alike(story, updated).relation == "near"


@pytest.mark.parametrize("language", STORIES)
def test_a_paragraph_that_moved_leaves_the_story_what_it_was(language):
    first, second, *rest = STORIES[language].split("\n\n")

    assert alike(STORIES[language], "\n\n".join([first, *rest, second])).joins


def test_a_lead_that_was_turned_round_is_near():
    story = STORIES["en"]
    turned = story.replace(
        story.split("\n\n")[0],
        "Ending a service that has crossed the Tarn since 1871, the council of "
        "Harwick voted to close the old ferry landing on Tuesday night.",
    )

    assert turned != story
    assert alike(story, turned).relation == "near"


def test_fewer_than_twenty_letters_are_like_nothing():
    assert likeness("a" * 19, "a" * 19) is None
    assert likeness("a" * 20, "a" * 20).score == 1
    assert likeness("", STORIES["en"]) is None
    marks = "\u0941" * 30  # vowels of Hindi are no letters by themselves
    assert likeness("क" + marks, "क" + marks) is None


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from("\n\n".join(STORIES.values()).split("\n\n")), max_size=5),
    st.lists(st.sampled_from("\n\n".join(STORIES.values()).split("\n\n")), max_size=5),
    st.text(max_size=40),
)
def test_which_text_is_first_changes_nothing(some, others, more):
    x, y = own_letters("\n".join(some) + more), own_letters("\n".join([more, *others]))

    assert likeness(x, y) == likeness(y, x)


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(sorted(STORIES)), st.randoms(use_true_random=False))
def test_case_spacing_and_punctuation_change_nothing(language, chance):
    story = STORIES[language]
    others = "".join(
        letter if letter.isalnum() or not letter.isascii() else chance.choice("  ,;-")
        for letter in story
    )

    found = likeness(normalized(story), normalized(others))

    assert found.score == 1
    assert found.shared == len(normalized(story))


def random_words(seed, n):
    chance = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(chance.choices(letters, k=6)) for _ in range(3_000)]
    return chance.choices(words, k=n)


def no_punctuation_says_anything():
    return "!?., " * 10_000, "!?., " * 10_001


def one_letter():
    return "a" * 200_000, "b" * 200_000


def one_number_and_letter():
    return "a1" * 100_000, "b2" * 100_000


def one_sentence():
    return "The gate is open. " * 20_000, "The door is shut. " * 20_000


def two_letters_in_other_order():
    return ("ab" * 3 + "ba") * 20_000, ("ba" * 3 + "abab") * 20_000


def words_in_other_order():
    words = random_words(1, 60_000)
    return " ".join(words), " ".join(reversed(words))


def long_texts():
    return "x1 " * 17_000_000, "x2 " * 17_000_000


STRANGE = [
    no_punctuation_says_anything, one_letter, one_number_and_letter, one_sentence,
    two_letters_in_other_order, words_in_other_order,
    pytest.param(long_texts, marks=pytest.mark.slow),
]  # fmt: skip


@pytest.mark.parametrize("texts", STRANGE, ids=lambda texts: texts.__name__)
def test_strange_texts_come_to_an_end_and_are_like_no_other(texts):
    one, other = map(own_letters, texts())

    assert likeness(one, other) is None


def test_a_long_text_with_a_word_more_is_near():
    words = random_words(2, 100_000)
    one = " ".join(words)
    other = " ".join([*words[:40_000], "more", *words[40_000:]])

    assert likeness(normalized(one), normalized(other)).relation == "near"
