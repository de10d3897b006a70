"""How much a text says, whatever it is written in."""

from __future__ import annotations

import re

# A wide letter of Chinese, Japanese or Korean says as much as these of Latin.
_WIDE_LETTER = 2.5
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def worth(text: str) -> int:
    """The letters of `text`, a wide one for as many as it is worth."""
    if text.isascii():
        return len(text)
    return len(text) + int((_WIDE_LETTER - 1) * len(_WIDE.findall(text)))
