"""Items, forms and copies in twelve languages: what two say beside what they share."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest

from tasks.text.boilerplate import own_letters
from tasks.text.similar import likeness

CORPUS = Path(__file__).parent / "corpora/items.toml"
WRITTEN = tomllib.loads(CORPUS.read_text("utf-8"))
UNSPACED = ("zh", "ja", "th")
LANGUAGES = pytest.mark.parametrize("language", WRITTEN)


def alike(one, other):
    return likeness(own_letters(one), own_letters(other))


def words(language, text):
    """The words of a text, or pairs of letters where no space parts words."""
    if language in UNSPACED:
        return [text[at : at + 2] for at in range(0, len(text), 2)]
    return text.split()


def joined(language, some):
    return ("" if language in UNSPACED else " ").join(some)


def dressed(language, nth, n_words=0, n_titles=0):
    """The house text as it stands around item nth: its own words and titles in it."""
    chance = random.Random(1)
    own = words(language, " ".join(WRITTEN[language]["fills"][nth].values()))
    said = words(language, WRITTEN[language]["house"])
    for at in sorted(chance.sample(range(2, len(said) - 2), n_words)):
        said[at] = own.pop()
    for at in sorted(chance.sample(range(2, len(said) - 2), n_titles), reverse=True):
        said[at:at] = [own.pop() for _ in range(4)]
    return said


def page(language, nth, where, **differs):
    """Item nth of a site, with what the site prints above it or beneath."""
    said = dressed(language, nth, **differs)
    at = {"above": 0, "amid": len(said) // 2, "beneath": len(said)}[where]
    parts = joined(language, said[:at]), joined(language, said[at:])
    return "\n\n".join([parts[0], WRITTEN[language]["items"][nth], parts[1]])


@pytest.mark.parametrize("where", ["above", "amid", "beneath"])
@LANGUAGES
def test_items_are_two_whatever_their_site_prints_around_them(language, where):
    one, other = (page(language, nth, where) for nth in (0, 1))

    assert alike(one, other) is None


@pytest.mark.parametrize("where", ["above", "amid", "beneath"])
@pytest.mark.parametrize("differs", [{"n_words": 3}, {"n_titles": 2}])
@LANGUAGES
def test_items_are_two_where_the_house_text_differs_in_a_byline(
    language, differs, where
):
    one, other = (page(language, nth, where, **differs) for nth in (0, 1))

    assert alike(one, other) is None


@LANGUAGES
def test_forms_that_hold_no_number_are_two(language):
    form, fills = WRITTEN[language]["form"], WRITTEN[language]["fills"]
    one, other = (form.format(**fill) for fill in fills)

    assert alike(one, other) is None
    assert alike(one, one + fills[0]["a"]).joins


@LANGUAGES
def test_a_reprint_with_another_byline_and_lead_is_near(language):
    body, leads = WRITTEN[language]["house"], WRITTEN[language]["leads"]
    one, other = (f"{lead}\n\n{body}" for lead in leads)

    found = alike(f"HARWICK (agp) - {one}", f"{other}\n\nSanne Visser")

    assert found.relation == "near"


@LANGUAGES
def test_a_lead_that_is_one_text_s_alone_leaves_it_near(language):
    body, [item, _] = WRITTEN[language]["house"], WRITTEN[language]["items"]

    assert alike(f"{item}\n\n{body}", body).joins


@LANGUAGES
def test_an_update_with_a_new_figure_and_a_lead_of_its_own_is_near(language):
    lead, said = WRITTEN[language]["leads"][0], dressed(language, 0)
    said[4:4] = ["120", joined(language, said[4:8]), "2026"]
    risen = [lead, *("175" if word == "120" else word for word in said)]

    assert alike(joined(language, said), joined(language, risen)).relation == "near"


@LANGUAGES
def test_a_cut_that_a_desk_signs_otherwise_joins(language):
    body, leads = WRITTEN[language]["house"], WRITTEN[language]["leads"]
    cut = body[: int(0.7 * len(body))]

    assert alike(f"{leads[0]}\n{body}", f"SANNE VISSER\n{leads[1]}\n{cut}").joins


def filled(language, nth):
    """A form in which every sixth word is another each day."""
    day = WRITTEN[language]
    facts = [*day["fills"][nth].values(), day["leads"][nth], day["items"][nth]]
    own = words(language, " ".join(facts))
    said = words(language, day["house"])
    said[1::6] = own[: len(said[1::6])]
    return joined(language, said)


@LANGUAGES
def test_a_form_with_other_words_here_and_there_is_two(language):
    one, other = (filled(language, nth) for nth in (0, 1))

    assert alike(one, other) is None
