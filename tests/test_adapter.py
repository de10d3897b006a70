"""Which addresses are public, and what exceptions of the network stack mean."""

from __future__ import annotations

import http.client
import socket
import ssl

import pytest
import requests
import urllib3.exceptions

from tasks.http.failures import problem_of
from tasks.http.gate import AddressRefused, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fec0::1",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "2001:db8::1",
        "localhost",
        "",
    ],
)
def test_an_address_that_only_some_can_reach_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_an_address_that_anyone_can_reach_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("inner", "outcome"),
    [
        (AddressRefused("a", "10.0.0.1"), "private_address"),
        (socket.gaierror(-2, "Name or service not known"), "dns"),
        (UnicodeEncodeError("idna", "a", 0, 1, "label too long"), "dns"),
        (ssl.SSLCertVerificationError("expired"), "tls"),
        (ssl.SSLError(1, "WRONG_VERSION_NUMBER"), "tls"),
        (ConnectionRefusedError(111, "Connection refused"), "refused"),
        (OSError(113, "No route to host"), "refused"),
        (TimeoutError("timed out"), "timeout"),
        (ConnectionResetError(104, "reset"), "reset"),
        (BrokenPipeError(32, "pipe"), "reset"),
        (http.client.RemoteDisconnected("closed"), "reset"),
        (http.client.BadStatusLine("x"), "protocol"),
    ],
)
def test_the_innermost_error_decides_however_it_is_wrapped(inner, outcome):
    wrapped = urllib3.exceptions.ProtocolError("aborted", inner)
    outer = requests.ConnectionError(wrapped)

    for error in (inner, wrapped, outer):
        assert problem_of(error, has_answered=False).outcome == outcome


def test_what_breaks_inside_a_body_is_truncated_or_silent():
    error = urllib3.exceptions.ProtocolError("broken", ssl.SSLError(8, "EOF"))
    late = urllib3.exceptions.ProtocolError("broken", TimeoutError("timed out"))

    assert problem_of(error, has_answered=True).outcome == "truncated"
    assert problem_of(late, has_answered=True).outcome == "timeout"


def test_reasons_hold_one_line_and_no_memory_address():
    inner = urllib3.exceptions.NewConnectionError(object(), "failed")  # type: ignore[arg-type]
    inner.__cause__ = OSError(101, "Network is\nunreachable")

    problem = problem_of(requests.ConnectionError(inner), has_answered=False)

    assert problem.reason == "Network is unreachable"
