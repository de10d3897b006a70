"""How a source is reached: secrets stay out of the file, the rows and every message."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Iterator
from pathlib import Path

import ownserver
import pytest
from newssite import NewsSite
from plainrun import run_plain

from flows.asking import secrets_of
from flows.config import read_one, read_plan
from flows.secrets import check_environment, has_blocks, read_secrets
from warehouse.connect import reading
from warehouse.errors import ConfigError, UsageError
from warehouse.model.source import Source
from warehouse.reached import kept_headers, kept_login

SOURCE = '[[source]]\nid = "vrt"\nurl = "https://a.example/feed"\n'
SECRET = "s3cr3t-of-mine"
TABLES = """
select schema_name, table_name
from duckdb_tables()
where database_name = 'news'
"""
RUN = """
import os, sys
os.environ["VRT_PASSWORD"] = "s3cr3t-of-mine"
from flows.cli import main
sys.argv[1:] = ["run", "--config", sys.argv[2], "--ledger", sys.argv[1]]
main()
"""


BLOCKS = """
import sys
from pathlib import Path
from flows.api import prefect_api
from flows.secrets import read_secrets
from warehouse.errors import ConfigError
from warehouse.model.source import Source

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
        'proxy = "http://${PROXY_USER}:${PROXY_PASSWORD}@proxy.example:3128"\n',
    )
    environ = {
        "VRT_TOKEN": f" {SECRET}\n",
        "PROXY_USER": "desk",
        "PROXY_PASSWORD": "p@ss",
    }

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
        f'headers = {{ Authorization = "Bearer {SECRET}${{NAME}}" }}',
        f'headers = {{ Authorization = "{SECRET} ${{NAME}}" }}',
        f'headers = {{ Cookie = "session=${{NAME}}; user={SECRET}" }}',
        f'headers = {{ X-Api-Key = "${{NAME}}{SECRET}" }}',
        f'headers = {{ X-Desk = "Bearer {SECRET}${{NAME}}" }}',
        f'headers = {{ X-Desk = "${{{SECRET}}}" }}',
        f'headers = {{ Proxy-Authorization = "Basic {SECRET}" }}',
        'headers = { X-Api-Key = "s3cr3t-of-mine=${NAME}" }',
        'headers = { X-Api-Key = "hunter ${NAME}" }',
        'headers = { X-Api-Key = "theme=dark; id=${NAME}" }',
        'headers = { Authorization = "swordfishsecret ${NAME}" }',
        'headers = { Authorization = "swordfish=${NAME}" }',
        f'headers = {{ Authorization = "Token token=${{A}}, key={SECRET}" }}',
        'headers = { Cookie = "theme=dark" }',
        f'headers = {{ Cookie = "theme={SECRET}; id=${{NAME}}" }}',
        f'headers = {{ Referer = "https://{SECRET}@b.example/" }}',
        f'headers = {{ Referer = "https://desk:{SECRET}@b.example/" }}',
        f'headers = {{ Origin = "https://${{NAME}}:{SECRET}@b.example" }}',
        f'proxy = "http://desk:{SECRET}@proxy.example:3128"',
        f'proxy = "http://{SECRET}@proxy.example:3128"',
        f'proxy = "http://{SECRET}:${{NAME}}@proxy.example:3128"',
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(
    tmp_path: Path, keys: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        source_with(tmp_path, keys)

    assert SECRET not in f"{caught.value} {caught.value.__cause__}"
    assert "source 'vrt'" in str(caught.value)


@pytest.mark.parametrize("login", [SECRET, f"{SECRET}:x", f"desk:{SECRET}"])
def test_an_address_with_a_login_in_it_is_refused_with_where_it_goes(
    login: str,
) -> None:
    with pytest.raises(UsageError) as caught:
        read_plan([f"https://{login}@a.example/feed"], None)

    assert SECRET not in f"{caught.value} {caught.value.__cause__}"
    assert 'a login = { user = "${USER}", password = "${NAME}" }' in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", "Bearer ${A}"),
        ("Authorization", "${A}"),
        ("Authorization", "${A}:${B}"),
        ("Authorization", "Basic ${A}"),
        ("Authorization", "Bearer ${A}${B}"),
        ("Authorization", "Bearer ${A}-${B}"),
        ("Authorization", 'Token token="${A}"'),
        ("Authorization", 'Token token="${A}", user="me"'),
        ("X-Access-Token", "Bearer ${A}"),
        ("X-Auth-Token", "v1:${A}"),
        ("Cookie", "${A}"),
        ("Cookie", 'session="${A}"'),
        ("Cookie", "session=${A}; user=${prefect:b}"),
        ("Cookie", "consent=yes; session=${A}"),
        ("Cookie", "__Secure-a=${A};theme=${B};"),
        ("Referer", "https://${A}:${B}@b.example/"),
    ],
)
def test_names_may_stand_in_the_form_that_a_header_has(
    tmp_path: Path, name: str, value: str
) -> None:
    source = source_with(tmp_path, f"headers = {{ {name} = '{value}' }}")

    assert source.headers == ((name, value),)


@pytest.mark.parametrize(
    "name",
    ["X-Monkey", "Turkey", "Keywords", "Design", "Authority", "X-Compass", "Sec-GPC"],
)
def test_a_name_that_only_holds_the_letters_of_a_secret_s_is_none(
    tmp_path: Path, name: str
) -> None:
    assert source_with(tmp_path, f'headers = {{ {name} = "1" }}').headers


@pytest.mark.parametrize(
    "name",
    ["X-API-KEY", "x_api_key", "XApiKey", "apikey", "X-Csrftoken", "Sessionid",
     "X-Passkey", "Authentication", "Private-Token", "Signature", "X-Key2", "Cookie2"],
)  # fmt: skip
def test_a_name_of_which_a_word_is_a_secret_s_is_one(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="has its secret in the file"):
        source_with(tmp_path, f'headers = {{ {name} = "1" }}')


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Accept-Language", "nl", "nl"),
        (
            "Referer",
            f"https://b.example:81/{SECRET}?k={SECRET}",
            "https://b.example:81",
        ),
        ("Referer", "https://[::1]/", "https://[::1]"),
        ("Referer", f"https://{SECRET}@b.example/", "…"),
        ("Referer", f"https://desk:{SECRET}@b.example/", "…"),
        ("Referer", f"https://desk:1/{SECRET}@b.example/", "…"),
        ("Referer", "https://${A}:${B}@b.example/", "… ${A} ${B}"),
        ("Authorization", "${A}", "${A}"),
        ("Authorization", "Bearer ${A}", "… ${A}"),
        ("Cookie", f"theme={SECRET}; id=${{A}}", "… ${A}"),
        ("X-Foo", SECRET, "…"),
        ("X-Foo", f"{SECRET}${{A}}-${{B}}", "… ${A} ${B}"),
    ],
)
def test_of_a_header_its_names_of_secrets_are_kept_and_that_there_is_more(
    name: str, value: str, expected: str
) -> None:
    kept = kept_headers(((name, value),))

    assert kept == ((name, expected),)
    assert kept_headers(kept) == kept


def test_of_a_login_no_word_is_kept_by_which_one_could_be_tried() -> None:
    assert kept_login((SECRET, "${NAME}")) == ("…", "${NAME}")
    assert kept_login(("${USER}", "${NAME}")) == ("${USER}", "${NAME}")


def words_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each file below the folder, as it is, and its rows or its text unpacked."""
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        yield path.name, path.read_bytes()
        if path.suffix == ".gz":
            yield path.name, gzip.decompress(path.read_bytes())
        if path.suffix == ".duckdb":
            with reading(path) as con:
                for schema, table in con.execute(TABLES).fetchall():
                    rows = con.execute(f"from {schema}.{table}").fetchall()
                    yield f"{path.name}: {table}", repr(rows).encode()


def config_with_a_literal(at: Path, site: NewsSite) -> Path:
    """One whose header's name tells nothing; its name is the mark of its rows."""
    item = f"<item><link>{site.url('/a')}</link><title>A</title></item>"
    feed = f"<rss version='2.0'><channel>{item}</channel></rss>".encode()
    site.page("/feed", feed, media_type="application/rss+xml")
    site.page("/a", b"<article><p>" + b"The bridge opened again. " * 20)
    config = at / "sources.toml"
    config.write_text(
        "[defaults]\nallow_private = true\nhost_gap_s = 0\n"
        f'[[source]]\nid = "vrt"\nurl = "{site.url("/feed")}"\n'
        f'headers = {{ X-Foo = "{SECRET}", Accept-Language = "nl" }}\n'
        f'login = {{ user = "{SECRET}", password = "${{VRT_PASSWORD}}" }}\n'
    )
    return config


def test_a_literal_that_nobody_can_tell_for_a_secret_is_in_no_file_of_a_ledger(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with NewsSite() as site:
        config = config_with_a_literal(tmp_path, site)
        run_plain(tmp_path / "ledger", config=config)
        asked = site.log[-1].headers["x-foo"]

    found = list(words_in(tmp_path / "ledger"))
    assert asked == SECRET  # it is sent
    assert any(b"X-Foo" in words for name, words in found if "gz" in name)
    assert any(b"X-Foo" in words for name, words in found if "sources" in name)
    assert [name for name, words in found if SECRET.encode() in words] == []
    assert SECRET not in caplog.text
    assert SECRET not in repr(read_plan([], config).sources)


@pytest.mark.prefect
def test_nor_is_it_in_what_prefect_keeps_or_a_run_says(tmp_path: Path) -> None:
    ledger = ownserver.new_ledger(tmp_path)
    with NewsSite() as site:
        config = config_with_a_literal(tmp_path, site)

        said, _ = ownserver.start(RUN, ledger, config, home=tmp_path).communicate(
            timeout=120
        )

    assert "vrt" in said
    assert SECRET not in said
    found = list(words_in(ledger))
    assert any(name == "prefect.db" for name, _ in found)
    assert [name for name, words in found if SECRET.encode() in words] == []


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
        ('headers = { A = "${A B}" }', "what stands in '${…}' names no secret"),
        ('headers = { A = "${PASS" }', "what stands in '${…}' names no secret"),
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
