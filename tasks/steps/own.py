"""What a text says of its own, and by which others that say it are found. Pure."""

from __future__ import annotations

from tasks.text.boilerplate import own_letters
from tasks.text.fingerprint import own_key, says_enough
from tasks.text.pieces import sketch
from warehouse.letters import packed
from warehouse.model.likeness import Own, Recipe


def own_of(text: str, recipe: Recipe, said: str | None = None) -> Own | None:
    """What the text says of its own under the recipe; None where it is too little.

    Where too little is left without the sentences that were learnt, they are its own:
    a text that says nothing else is compared by them, and not by a byline.
    `said` is `normalized(text)`, where that is known already.
    """
    letters = own_letters(text, recipe.learnt, said)
    if recipe.learnt and not says_enough(letters):
        letters = own_letters(text, said=said)
    key = own_key(letters, recipe.name)
    if key is None:
        return None
    return Own(key=key, sketch=tuple(sketch(letters)), letters=packed(letters))
