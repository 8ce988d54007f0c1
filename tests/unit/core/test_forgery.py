"""Forged tokens: each differs from the genuine one just where it says, and none of them is genuine."""

import jwt
import pytest

from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.forgery import WAYS, forged

KEY = "a key of 32 bytes that nobody guesses"
CLAIMS = {"sub": "7", "login": "bob", "token_type": "access", "iat": 1, "exp": 4_000_000_000}
TOKEN = jwt.encode(CLAIMS, KEY, algorithm="HS256")


def claims(token: str) -> dict[str, object]:
    found: dict[str, object] = jwt.decode(token, options={"verify_signature": False})
    return found


@pytest.mark.parametrize("way", sorted(WAYS))
def test_no_forged_token_is_accepted(way: str) -> None:
    with pytest.raises(jwt.InvalidTokenError):
        jwt.decode(forged(way, TOKEN), KEY, algorithms=["HS256"])


@pytest.mark.parametrize(
    ("way", "claim", "value"),
    [
        ("subject changed", "sub", "1"),
        ("type changed", "token_type", "sensor"),
        ("expiry changed", "exp", CLAIMS["exp"] + 365 * 24 * 3600),
    ],
)
def test_one_claim_is_changed_and_the_signature_kept(way: str, claim: str, value: object) -> None:
    token = forged(way, TOKEN)
    assert claims(token) == {**CLAIMS, claim: value}
    assert token.rpartition(".")[2] == TOKEN.rpartition(".")[2]


def test_a_changed_signature_has_the_old_length_and_claims() -> None:
    token = forged("Signature  Changed", TOKEN)
    assert claims(token) == CLAIMS
    assert len(token) == len(TOKEN)


def test_an_unsigned_token_says_that_it_is() -> None:
    token = forged("algorithm none", TOKEN)
    assert jwt.get_unverified_header(token)["alg"] == "none"
    assert token.endswith(".")
    assert claims(token)["sub"] == "1"


def test_a_guessed_key_makes_a_token_that_its_owner_would_accept() -> None:
    token = forged("signed with 'secret'", TOKEN)
    options = {"verify_exp": False, "enforce_minimum_key_length": False}
    assert jwt.decode(token, "secret", algorithms=["HS256"], options=options)["sub"] == "1"


def test_an_unknown_way_is_told() -> None:
    with pytest.raises(BadInput, match="unknown way to forge a token 'subject'"):
        forged("subject", TOKEN)
