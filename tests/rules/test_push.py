from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.push import (
    SERVICES,
    asked_to_wait,
    device_name,
    host_of,
    is_key,
    is_service,
    octets,
    passes,
    public_key,
    text_of,
)

KEY = text_of(bytes(31) + b"\x01")
HERS = [
    "https://fcm.googleapis.com/fcm/send/x",
    "https://updates.push.services.mozilla.com/wpush/v2/x",
    "https://web.push.apple.com/x",
    "https://db5p.notify.windows.com/w/?token=x",
]
OTHERS = [
    "http://fcm.googleapis.com/x",
    "https://fcm.googleapis.com.example.org/x",
    "https://evilfcm.googleapis.com.evil/x",
    "https://example.org/",
    "https://127.0.0.1/",
    "https://fcm.googleapis.com:8443/x",
    "https://example.org\\.fcm.googleapis.com/x",  # urlsplit and urllib3 see another host each
    "https://example.org:443\\@fcm.googleapis.com/x",
    "https://exa mple.fcm.googleapis.com/x",
    "https://fcm.googleapis.com/\r\nHost: example.org",
    "https://me:secret@fcm.googleapis.com/x",
    "https://[::1/x",
    "file:///etc/passwd",
    "",
]


@pytest.mark.parametrize("endpoint", HERS)
def test_the_push_services_of_the_browsers_people_have_are_known(endpoint):
    assert is_service(endpoint, SERVICES)


@pytest.mark.parametrize("endpoint", OTHERS)
def test_the_house_writes_to_no_other_address(endpoint):
    assert not is_service(endpoint, SERVICES)


def test_a_house_may_name_a_service_of_its_own_by_host_and_port():
    assert is_service("http://127.0.0.1:9/x", ["127.0.0.1:9"])
    assert not is_service("http://127.0.0.1:10/x", ["127.0.0.1:9"])


def test_the_public_key_is_the_point_that_belongs_to_the_private_one():
    point = octets(public_key(KEY))
    assert (len(point), point[0]) == (65, 4)
    assert point[1:].hex().startswith("6b17d1f2e12c4247")  # of the number one: the generator of P-256


@pytest.mark.parametrize("told", ["", "abc", text_of(bytes(32)), "%%%"])
def test_what_is_no_key_is_said_so(told):
    with pytest.raises(ValueError, match=r"."):
        public_key(told)


def test_keys_of_a_browser_have_their_length():
    assert is_key("auth", text_of(bytes(16)))
    assert not is_key("auth", text_of(bytes(15)))
    assert not is_key("p256dh", "日本語")


def test_a_key_that_is_no_point_of_the_curve_is_none():
    assert is_key("p256dh", public_key(KEY))
    assert not is_key("p256dh", text_of(b"\x04" + bytes(64)))


CHROME = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
AGENTS = {CHROME: "Chrome (Android)", SAFARI: "Safari (iPhone)", EDGE: "Edge (Windows)", "curl/8": "—"}


@pytest.mark.parametrize("agent", AGENTS)
def test_a_device_has_the_name_its_owner_knows(agent):
    assert device_name(agent) == AGENTS[agent]


@pytest.mark.parametrize("status", [0, 408, 429, 500, 502, 503, 504, 599])
def test_some_reasons_pass(status):
    assert passes(status)


@pytest.mark.parametrize("status", [200, 201, 301, 400, 401, 403, 404, 410, 413, 600])
def test_others_do_not(status):
    assert not passes(status)


NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "minutes"),
    [("120", 2), ("0", 0), ("Wed, 01 Apr 2026 12:05:00 GMT", 5), ("Wed, 01 Apr 2026 12:05:00 -0000", 5),
     ("Wed, 01 Apr 2026 11:00:00 GMT", 0), (None, 0), ("", 0), ("soon", 0), ("-60", 0), ("1.5", 0), ("9" * 5000, 0),
     ("Wed, 01 Apr 2026 12:05:00 +99999999999", 0), ("Wed, 01 Apr 99999999999999999999 12:05:00 GMT", 0)],
)  # fmt: skip
def test_a_service_says_how_long_to_wait_or_makes_no_sense(told, minutes):
    assert asked_to_wait(told, NOON) == timedelta(minutes=minutes)


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \S*", fullmatch=True))
def test_whatever_it_says_nobody_waits_for_less_than_nothing(told):
    assert asked_to_wait(told, NOON) >= timedelta(0)


def test_one_waits_for_a_host_and_its_port():
    assert host_of("https://FCM.googleapis.com/fcm/send/x") == host_of("https://fcm.googleapis.com/y")
    assert host_of("http://127.0.0.1:8001/x") != host_of("http://127.0.0.1:8002/x")
    assert host_of("no address") == ""
