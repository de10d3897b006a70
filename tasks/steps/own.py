"""What a text says of its own, and by which others that say it are found. Pure."""

from __future__ import annotations

from tasks.text.boilerplate import own_letters
from tasks.text.fingerprint import own_key
from tasks.text.pieces import sketch
from warehouse.letters import packed
from warehouse.model.likeness import Own, Recipe


def own_of(text: str, recipe: Recipe, said: str | None = None) -> Own | None:
    """What the text says of its own under the recipe; None where it is too little.

    `said` is `normalized(text)`, where that is known already.
    """
    letters = own_letters(text, recipe.learnt, said)
    key = own_key(letters, recipe.name)
    if key is None:
        return None
    return Own(key=key, sketch=tuple(sketch(letters)), letters=packed(letters))
