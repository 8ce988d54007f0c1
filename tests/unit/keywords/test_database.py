"""What is said of the database, and what is never said."""

from collections.abc import Callable
from typing import Any

import pytest
from robot.api.types import Secret

from attune_emulator.crypto import encrypt
from AttuneLibrary.core.context import Context
from AttuneLibrary.core.database import Dump
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.sealing import derived
from AttuneLibrary.keywords.database import DatabaseKeywords

KEY = "k" * 40
SEALED, AGAIN = encrypt(KEY, "hush hush"), encrypt(KEY, "hush hush")
ROW = f"INSERT INTO \"key\" VALUES(1,'mine.code','\"{SEALED}\"','"


@pytest.fixture
def keywords(context: Context, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], DatabaseKeywords]:
    def look_at(text: str) -> DatabaseKeywords:
        monkeypatch.setattr(context.database, "dump", lambda: Dump(text))
        monkeypatch.setattr(context.database, "encryption_key", lambda: KEY)
        return DatabaseKeywords(context)

    return look_at


def test_a_shown_secret_is_told_by_its_table(keywords: Any) -> None:
    look = keywords(ROW + "hush hush');")
    with pytest.raises(AssertionError) as failure:
        look.database_should_not_show(Secret("hush hush"), beside="mine.code")
    assert str(failure.value) == "the database shows a text that it must not: in key"
    assert look.database_should_not_show("other text", beside="mine.code").endswith("shows none of 1 texts")


def test_a_dump_of_something_else_proves_nothing(keywords: Any) -> None:
    with pytest.raises(AssertionError, match=r"does not have 'mine\.other', so it proves nothing"):
        keywords(ROW).database_should_not_show(Secret("hush hush"), beside="mine.other")


def test_a_key_in_its_own_row_is_told(keywords: Any) -> None:
    with pytest.raises(AssertionError, match=r"holds the key that opens the value of key mine\.code"):
        keywords(ROW + derived(KEY).hex() + "');").database_should_not_open("mine.code")
    with pytest.raises(AssertionError, match="holds the encryption key of the platform's configuration"):
        keywords(ROW + KEY + "');").database_should_not_open("mine.code")
    assert "none of 1 words" in keywords(ROW + "ab" * 32 + "');").database_should_not_open("mine.code")


def test_equal_stored_values_are_told(keywords: Any) -> None:
    differ = keywords("").stored_values_should_differ
    with pytest.raises(AssertionError, match="of 3 stored values only 2 nonces differ"):
        differ(SEALED, AGAIN, SEALED)
    assert differ(SEALED, AGAIN) == "2 stored values have 2 nonces and ciphertexts"


def test_another_cipher_or_value_is_told(keywords: Any) -> None:
    judge = keywords("").stored_value_should_be_aes_256_gcm
    assert judge(SEALED, Secret("hush hush")).startswith("12 bytes of nonce")
    with pytest.raises(AssertionError, match="holds another value"):
        judge(SEALED, Secret("another"))
    with pytest.raises(AssertionError, match="is not AES-256-GCM under the platform's key"):
        judge(encrypt(KEY + "k", "hush hush"), Secret("hush hush"))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda look: look.database_should_not_show(beside="x"), "texts must be given, each of at least 8 characters"),
        (lambda look: look.database_should_not_show(Secret("short"), beside="x"), "each of at least 8 characters"),
        (lambda look: look.stored_values_should_differ(SEALED), "stored values are 1; to differ takes 2 or more"),
        (lambda look: look.tampering_should_be_noticed("nonec", SEALED, Secret("x")), "did you mean 'nonce'"),
    ],
)
def test_bad_input_is_one_clear_line(keywords: Any, call: Any, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        call(keywords(ROW))


def test_a_key_without_ciphertext_is_told(keywords: Any) -> None:
    with pytest.raises(AssertionError, match=r"the database has no ciphertext of key mine\.other"):
        keywords(ROW).get_stored_value("mine.other")
