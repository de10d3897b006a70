"""What the names of secrets in a configuration stand for.

A text of `sources.toml` holds a name: `${NAME}` of the environment, `${prefect:NAME}`
of a Secret block of Prefect's. All are looked up once, before anything starts; what
they stand for is written nowhere, and no message of ours holds it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from warehouse.errors import ConfigError
from warehouse.model.source import Source
from warehouse.reached import NAME

# What looks like a name, right or wrong.
WRITTEN = re.compile(r"\$\{[^}]*\}?")
PREFECT = "prefect:"


def check_names(text: str) -> str:
    """The text. Raises ValueError where a name in it is none.

    It is not shown: it may be the secret itself.
    """
    for written in WRITTEN.findall(text):
        if not NAME.fullmatch(written):
            raise ValueError(
                "what stands in '${…}' names no secret; write ${NAME} for one of the "
                "environment, ${prefect:a-name} for a Secret block"
            )
    return text


def has_name(text: str) -> bool:
    """Whether the text holds the name of a secret."""
    return bool(NAME.search(text))


def check_environment(sources: Iterable[Source], environ: Mapping[str, str]) -> None:
    """Returns where the environment has each secret of these sources that it is to.

    Raises ConfigError.
    """
    for source, name in _named(sources):
        if not name.startswith(PREFECT):
            _of_environment(source, name, environ)


def has_blocks(sources: Iterable[Source]) -> bool:
    """Whether a secret of these sources is in a block of Prefect's."""
    return any(name.startswith(PREFECT) for _, name in _named(sources))


def read_secrets(
    sources: Iterable[Source], environ: Mapping[str, str]
) -> Callable[[str], str]:
    """What puts the secrets of these sources into a text that names them.

    Blocks are asked of the Prefect API that is in force. Raises ConfigError where
    a secret is not there, or cannot be sent.
    """
    values = {}
    for source, name in _named(sources):
        if name in values:
            continue
        if name.startswith(PREFECT):
            value = _of_block(source, name.removeprefix(PREFECT))
        else:
            value = _of_environment(source, name, environ)
        values[name] = value

    def put_in(text: str) -> str:
        return NAME.sub(lambda found: values[found[0][2:-1]], text)

    return put_in


def _named(sources: Iterable[Source]) -> Iterator[tuple[Source, str]]:
    """The names of secrets that each source has, as they stand in the braces."""
    for source in sources:
        texts = [value for _, value in source.headers]
        texts += [*(source.login or ()), source.proxy or ""]
        for text in texts:
            for found in NAME.findall(text):
                yield source, found[2:-1]


def _of_environment(source: Source, name: str, environ: Mapping[str, str]) -> str:
    if name not in environ:
        raise ConfigError(
            f"source '{source.source_id}'",
            f"its secret '{name}' is not in the environment; set it there",
        )
    return _sendable(source, name, environ[name])


def _of_block(source: Source, name: str) -> str:
    from prefect.blocks.system import Secret

    try:
        block: Secret[str] = Secret.load(name)  # type: ignore[assignment]
    except ValueError as error:
        raise ConfigError(
            f"source '{source.source_id}'",
            f"Prefect has no Secret block '{name}'; make it in its UI, under Blocks",
        ) from error
    return _sendable(source, f"{PREFECT}{name}", str(block.get()))


def _sendable(source: Source, name: str, value: str) -> str:
    """The secret, without white space around it, as a header can carry it.

    A line of its own ends many a file that a secret comes from; within it, it would
    end the header (RFC 9110 5.5).
    """
    value = value.strip()
    if not value or not value.isprintable() or not value.isascii():
        what = "is not one line of ASCII" if value else "is empty"
        raise ConfigError(
            f"source '{source.source_id}'", f"its secret '{name}' {what}; set it anew"
        )
    return value
