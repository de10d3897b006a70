"""Every `newsledger` command that the README shows runs, and prints what it shows.

Ids, hashes and moments of the run differ from machine to machine, so they are
compared as their shapes. One ledger serves all commands, in order.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"```console\n(\$ .*?)```", re.S)
TOML = re.compile(r"```toml\n(.*?)```", re.S)

SHAPES = (
    (
        re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"),
        "#",
    ),
    (re.compile(r"\b[0-9a-f]{8}\b"), "#"),
    (re.compile(r"\bexamples-[0-9a-f]{6}\b"), "examples-#"),
    (re.compile(r"\b20(2[6-9]|[3-9]\d)-\d\d-\d\d \d\d:\d\d:\d\d\b"), "@"),
    (re.compile(r"/\S*/"), "…/"),
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:#"),
    (re.compile(r" {2,}"), "  "),
    (re.compile(r" +$", re.M), ""),
)


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each `$ newsledger …` of a page with what is shown below it."""
    for block in BLOCK.findall(text):
        command, _, shown = block.partition("\n")
        if command.startswith("$ newsledger "):
            yield command.removeprefix("$ "), shown


def shape(text: str) -> str:
    for pattern, instead in SHAPES:
        text = pattern.sub(instead, text)
    return text.strip()


SHOWN = [shown for shown in commands(README) if " serve" not in shown[0]]
[(SERVE, SERVES)] = [shown for shown in commands(README) if " serve" in shown[0]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder: the examples, and the README's configuration."""
    folder = tmp_path_factory.mktemp("user")
    shutil.copytree(ROOT / "examples", folder / "examples")
    return folder


def start(folder: Path, command: str, **options: object) -> subprocess.Popen:
    program, *arguments = shlex.split(command)
    home = str(Path(sys.executable).parent)
    return subprocess.Popen(
        [shutil.which(program, path=home), *arguments],
        cwd=folder,
        text=True,
        stdout=subprocess.PIPE,
        env={**os.environ, "PATH": home + os.pathsep + os.environ["PATH"]},
        **options,
    )


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[c for c, _ in SHOWN])
def test_a_command_prints_what_the_readme_shows(
    folder: Path, command: str, shown: str
) -> None:
    process = start(folder, command)
    said, _ = process.communicate(timeout=120)

    assert process.returncode == 0
    assert shape(said) == shape(shown)


@pytest.mark.prefect
def test_serve_is_healthy_at_the_address_it_prints(folder: Path) -> None:
    (folder / "sources.toml").write_text(TOML.search(README)[1])
    process = start(folder, SERVE)
    try:
        lines = []
        while not (
            lines
            and "newsledger" in lines[-1]
            and len(lines) >= len(SERVES.splitlines())
        ):
            line = process.stdout.readline()
            assert line, "".join(lines)
            lines.append(line)
        address = re.search(r"http://[\w.:]+", "".join(lines))[0]
        with urllib.request.urlopen(f"{address}/api/health") as answer:
            assert answer.status == 200
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)

    assert shape("".join(lines)) == shape(SERVES)


def test_the_readme_names_every_make_target() -> None:
    listed = subprocess.run(
        ["make"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    for target in ("run", "test", "check", "bench", "test-all", "serve"):
        assert re.search(rf"^{target}\s", listed, re.M), target
    for target in re.findall(r"`make ([a-z0-9-]+)", README):
        assert re.search(rf"^{target}\s", listed, re.M), target
