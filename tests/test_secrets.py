"""How a source is reached: secrets stay out of the file, the rows and every message."""

from __future__ import annotations

from pathlib import Path

import ownserver
import pytest

from flows.asking import secrets_of
from flows.config import read_one, read_plan
from flows.secrets import check_environment, has_blocks, read_secrets
from warehouse.errors import ConfigError
from warehouse.model import Source

SOURCE = '[[source]]\nid = "vrt"\nurl = "https://a.example/feed"\n'
SECRET = "s3cr3t-of-mine"


BLOCKS = """
import sys
from pathlib import Path
from flows.api import prefect_api
from flows.secrets import read_secrets
from warehouse.errors import ConfigError
from warehouse.model import Source

def named(name):
    login = ("desk", "${prefect:" + name + "}")
    return Source(source_id="a", kind="feed", url="https://a.example/", login=login)

with prefect_api(Path(sys.argv[1])) as api, api.flow_runs():
    from prefect.blocks.system import Secret
    Secret(value="s3cr3t-of-mine ").save("a-password")
    print(read_secrets([named("a-password")], {})("<${prefect:a-password}>"))
    try:
        read_secrets([named("not-there")], {})
    except ConfigError as error:
        print(error)
"""


def source_with(tmp_path: Path, keys: str) -> Source:
    file = tmp_path / "sources.toml"
    file.write_text(SOURCE + keys)
    [source] = read_plan([], file).sources
    return source


def test_names_of_secrets_travel_and_what_they_stand_for_does_not(
    tmp_path: Path,
) -> None:
    source = source_with(
        tmp_path,
        'headers = { Authorization = "Bearer ${VRT_TOKEN}", Accept-Language = "nl" }\n'
        'proxy = "http://desk:${PROXY_PASSWORD}@proxy.example:3128"\n',
    )
    environ = {"VRT_TOKEN": f" {SECRET}\n", "PROXY_PASSWORD": "p@ss"}

    put_in = read_secrets([source], environ)

    assert source.headers[0] == ("Authorization", "Bearer ${VRT_TOKEN}")
    assert put_in("Bearer ${VRT_TOKEN}") == f"Bearer {SECRET}"
    assert put_in("${PROXY_PASSWORD}") == "p@ss"
    assert put_in("costs $5 {x}") == "costs $5 {x}"
    assert SECRET not in f"{source!r} {put_in!r}"


def test_a_login_is_a_pair_of_names(tmp_path: Path) -> None:
    source = source_with(
        tmp_path, 'login = { user = "desk", password = "${prefect:vrt-password}" }\n'
    )

    assert source.login == ("desk", "${prefect:vrt-password}")
    assert has_blocks([source])
    check_environment([source], {})  # a block is asked for when the run starts


@pytest.mark.parametrize(
    "keys",
    [
        f'headers = {{ Authorization = "Bearer {SECRET}" }}',
        f'headers = {{ authorization = "{SECRET}" }}',
        f'headers = {{ Cookie = "session={SECRET}" }}',
        f'headers = {{ X-Api-Key = "{SECRET}" }}',
        f'headers = {{ X-Desk = "Bearer {SECRET}" }}',
        f'headers = {{ Authorization = "${SECRET}" }}',
        f'login = {{ user = "desk", password = "{SECRET}" }}',
        f'login = {{ user = "desk", password = "{SECRET}${{NAME}}" }}',
        f'login = {{ user = "desk", password = ["{SECRET}"] }}',
        f'proxy = "http://desk:{SECRET}@proxy.example:3128"',
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(
    tmp_path: Path, keys: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        source_with(tmp_path, keys)

    assert SECRET not in f"{caught.value} {caught.value.__cause__}"
    assert "source 'vrt'" in str(caught.value)


def test_a_refusal_says_how_to_write_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        source_with(tmp_path, f'headers = {{ Authorization = "Bearer {SECRET}" }}')

    assert str(caught.value) == (
        "sources.toml: source 'vrt' key 'headers': 'Authorization' has its secret in "
        'the file; write "${NAME}" for one of the environment, "${prefect:a-name}" '
        "for a Secret block"
    )


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ('headers = { Host = "b.example" }', "'Host' is set by the program"),
        ('headers = { User-Agent = "x" }', "say who asks with 'contact'"),
        ('headers = { "A B" = "x" }', "'A B' is no name of a header"),
        ('headers = { A = "x\\r\\nB: y" }', "'A' is not one line of ASCII text"),
        ('headers = { A = "x", a = "y" }', "'a' is there twice"),
        ('headers = { A = "${A B}" }', "'${A B}' names no secret"),
        ('headers = { A = "${PASS" }', "'${PASS' names no secret"),
        ('login = { user = "desk" }', "source 'vrt': login lacks the key 'password'"),
        ('login = { user = "d", pasword = "${A}" }', "did you mean 'password'?"),
        ('proxy = "socks5://proxy.example:1080"', "it is no address of a proxy"),
        ('proxy = "proxy.example:3128"', "it is no address of a proxy"),
        ('proxy = "http://proxy.example:port"', "it is no address of a proxy"),
        ('proxy = "http://${prefect:both}@proxy.example"', "are two"),
        (
            'headers = { Authorization = "${A}" }\n'
            'login = { user = "desk", password = "${A}" }',
            "a login or an Authorization header, not both",
        ),
    ],
)
def test_what_cannot_be_sent_is_refused_in_one_line(
    tmp_path: Path, keys: str, said: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        source_with(tmp_path, keys)

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "source 'vrt': its secret 'TOKEN' is not in the environment; set it"),
        ({"TOKEN": " "}, "source 'vrt': its secret 'TOKEN' is empty; set it anew"),
        ({"TOKEN": f"{SECRET}\nX: y"}, "is not one line of ASCII"),
        ({"TOKEN": f"{SECRET}é"}, "is not one line of ASCII"),
    ],
)
def test_a_secret_that_is_not_there_is_told_before_anything_starts(
    tmp_path: Path, environ: dict[str, str], said: str
) -> None:
    source = source_with(tmp_path, 'headers = { Authorization = "Bearer ${TOKEN}" }')

    with pytest.raises(ConfigError) as caught:
        check_environment([source], environ)

    assert said in str(caught.value)
    assert SECRET not in str(caught.value)


def test_what_a_source_is_reached_with_goes_to_its_own_site_only(
    tmp_path: Path,
) -> None:
    source_with(tmp_path, 'headers = { Authorization = "${TOKEN}" }')
    file = tmp_path / "sources.toml"

    def headers(target: str) -> tuple[tuple[str, str], ...]:
        [one] = read_one(target, file, "vrt", allow_private=False).sources
        return one.headers

    assert headers("https://a.example/other") == (("Authorization", "${TOKEN}"),)
    assert headers("https://A.example:443/other") == (("Authorization", "${TOKEN}"),)
    assert headers("http://a.example/other") == ()
    assert headers("https://a.example.net/") == ()
    assert headers("a.html") == ()


def test_a_block_of_a_ledger_that_has_no_prefect_is_missed_without_making_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "none"))
    monkeypatch.chdir(tmp_path)
    source = source_with(tmp_path, 'headers = { Authorization = "${prefect:token}" }')

    with pytest.raises(ConfigError, match="no Prefect here"):
        secrets_of([source], tmp_path / "ledger")

    assert not (tmp_path / "ledger").exists()


@pytest.mark.prefect
def test_a_secret_block_is_read_and_one_that_is_not_there_is_named(
    tmp_path: Path,
) -> None:
    ledger = ownserver.new_ledger(tmp_path)

    said, _ = ownserver.start(BLOCKS, ledger, home=tmp_path).communicate(timeout=120)

    assert said.splitlines() == [
        f"<{SECRET}>",
        "source 'a': Prefect has no Secret block 'not-there'; make it in its UI, "
        "under Blocks",
    ]
