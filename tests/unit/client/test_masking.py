"""No secret survives masking, and nothing else is touched."""

import logging

import pytest

from AttuneLibrary.client import Masker, log_filter

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
KEY = "wh_0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"got {TOKEN}.", "got ***."),
        (f"POST /api/v1/webhooks/{KEY} HTTP/1.1", "POST /api/v1/webhooks/*** HTTP/1.1"),
        ("login with attune_it_ab12CD", "login with ***"),
        ("GET /ws?token=abc&page=1", "GET /ws?token=***&page=1"),
        ("Authorization: Bearer abcdef", "Authorization: Bearer ***"),
        ("a webhook and a token of thanks", "a webhook and a token of thanks"),
    ],
)
def test_known_forms_are_masked(text: str, masked: str) -> None:
    assert Masker().text(text) == masked


def test_learnt_values_are_masked_also_when_quoted_for_a_url() -> None:
    masker = Masker()
    masker.learn("p@ss/word!")
    assert masker.text("p@ss/word! p%40ss%2Fword%21") == "*** ***"


def test_a_secret_that_begins_with_another_is_masked_whole() -> None:
    masker = Masker()
    masker.learn("secret")
    masker.learn("secret-and-more")
    assert masker.text("secret-and-more") == "***"


def test_values_too_short_to_be_secrets_do_not_blank_out_messages() -> None:
    masker = Masker()
    masker.learn("a")
    masker.learn(None)
    masker.learn(True)
    assert masker.text("a True banana") == "a True banana"


def test_every_part_of_a_secret_object_is_secret() -> None:
    masker = Masker()
    masker.learn({"user": "ann-of-x", "pins": [4711, 815]})
    assert masker.text("ann-of-x has 4711 and 815") == "*** has *** and 815"


def test_json_is_masked_by_the_names_of_its_members() -> None:
    body = {
        "login": "ann",
        "password": "x",
        "refresh_token": "y",
        "token_type": "Bearer",
        "webhook_key": "z",
        "list": [{"api_key": "k", "key": "not secret"}],
        "has_token": True,
    }
    assert Masker().json(body) == {
        "login": "ann",
        "password": "***",
        "refresh_token": "***",
        "token_type": "Bearer",
        "webhook_key": "***",
        "list": [{"api_key": "***", "key": "not secret"}],
        "has_token": True,
    }


def test_headers_are_masked_by_name_and_form() -> None:
    headers = {"authorization": "Basic abc", "X-Trace": "1", "Location": f"/x?token={TOKEN}"}
    assert Masker().headers(headers) == {"authorization": "***", "X-Trace": "1", "Location": "/x?token=***"}


def test_the_http_library_s_debug_lines_are_masked(caplog: pytest.LogCaptureFixture) -> None:
    log_filter.install(Masker())
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("urllib3.connectionpool").debug('%s "%s %s"', "http://x", "POST", f"/webhooks/{KEY}")
    assert KEY not in caplog.text
    assert "/webhooks/***" in caplog.text
