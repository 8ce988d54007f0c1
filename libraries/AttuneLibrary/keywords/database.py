"""Keywords that look into the platform's database: what lies there of secrets."""

import json
from typing import Any

from robot.api.deco import keyword
from robot.api.types import Secret

from ..client import AttuneError
from ..core.database import SEALED, Dump
from ..core.errors import BadInput
from ..core.objects import path_of
from ..core.sealing import NONCE, PLACES, TAG, derived, length_of, opened, parts, tampered
from ..core.words import unknown
from .keys import Keys
from .resources import Resources, plain

SERVER_ERROR = 500
SHORTEST = 8


class DatabaseKeywords(Resources):
    """Dumps are searched here and never shown; ``ATTUNE_DATABASE_DUMP`` tells how to get one of a real platform."""

    @keyword(tags=["security", "assertion"])
    def database_should_not_show(self, *texts: Any, beside: str) -> str:
        """Fails where a text, such as the value of a Secret, lies in the database: in clear, or its bytes in digits.

        Digits are hexadecimal ones or base64. ``beside`` is a text that has to be found there, such as the ref of the
        key: it proves that the dump is of this platform and of now. The failure names the tables, never what they
        hold. Returns a line with the number of texts.

        Example:
        | Database Should Not Show    ${password}    beside=${key.ref}
        """
        wanted = [text for one in texts for text in _texts(plain(one))]
        if not wanted or any(len(text) < SHORTEST for text in wanted):
            raise BadInput(f"texts must be given, each of at least {SHORTEST} characters: shorter ones are everywhere")
        dump = self._dump()
        if not dump.tables_with([beside]):
            raise AssertionError(f"{dump!r} of the database does not have '{beside}', so it proves nothing")
        tables = dump.tables_with(wanted)
        if tables:
            raise AssertionError(f"the database shows a text that it must not: in {', '.join(tables)}")
        return f"{dump!r} shows none of {len(wanted)} texts"

    @keyword(tags=["datastore", "security"])
    def get_stored_value(self, key: Any) -> str:
        """Returns what the database holds of an encrypted key instead of its value; fails where that is no ciphertext.

        Example:
        | ${ciphertext}=    Get Stored Value    ${key}
        """
        return _sealed(self._row(self._dump(), key))

    @keyword(tags=["datastore", "security", "assertion"])
    def stored_values_should_differ(self, *stored: str) -> str:
        """Fails unless all of what `Get Stored Value` returned differ, in their nonces and in their ciphertexts.

        Example:
        | Stored Values Should Differ    ${before}    ${after}
        """
        if len(stored) < 2:
            raise BadInput(f"stored values are {len(stored)}; to differ takes 2 or more")
        for number, what in enumerate(("nonces", "ciphertexts")):
            different = len({parts(one)[number] for one in stored})
            if different < len(stored):
                raise AssertionError(f"of {len(stored)} stored values only {different} {what} differ")
        return f"{len(stored)} stored values have {len(stored)} nonces and ciphertexts"

    @keyword(tags=["datastore", "security", "assertion"])
    def stored_value_should_be_aes_256_gcm(self, stored: str, secret: Secret) -> str:
        """Fails unless a stored value is ``secret`` under AES-256-GCM and the key of the platform's configuration.

        That key is known of the emulator, and of a real platform by ``ATTUNE_ENCRYPTION_KEY``. Nonce and tag have to
        have their usual 12 and 16 bytes.

        Example:
        | Stored Value Should Be AES 256 GCM    ${stored}    ${password}
        """
        key = self.context.database.encryption_key()
        if key is None:
            raise BadInput("the platform's encryption key is not known: ATTUNE_ENCRYPTION_KEY is not set")
        found = opened(stored, derived(key))
        if found is None:
            raise AssertionError("the stored value is not AES-256-GCM under the platform's key")
        if json.loads(found) != secret.value:
            raise AssertionError("the stored value holds another value (both are hidden)")
        length, wanted = len(parts(stored)[1]), length_of(secret.value)
        if length != len(found):
            raise AssertionError(f"the stored value has {length} bytes of ciphertext, wanted {len(found)}")
        return f"{NONCE} bytes of nonce, {length} of ciphertext (the value has {wanted}), {TAG} of tag"

    @keyword(tags=["datastore", "security", "assertion"])
    def database_should_not_open(self, key: Any) -> str:
        """Fails where anything in the database is the key that opens an encrypted key's value.

        Every word of 32 bytes is tried, and the text of the platform's configuration is looked for where it is known.

        Example:
        | Database Should Not Open    ${key}
        """
        dump = self._dump()
        row = self._row(dump, key)
        stored, words = _sealed(row), dump.words()
        if any(opened(stored, word) is not None for word in words):
            raise AssertionError(f"the database holds the key that opens the value of key {self.ref_of('key', key)}")
        configured = self.context.database.encryption_key()
        if configured and dump.tables_with([configured]):
            raise AssertionError("the database holds the encryption key of the platform's configuration")
        return f"none of {len(words)} words of 32 bytes opens the value"

    @keyword(tags=["datastore", "security", "assertion"])
    def tampering_should_be_noticed(self, place: str, stored: str, secret: Secret) -> str:
        """Fails unless a stored value that was changed at ``place`` is refused when it is read.

        ``place`` is nonce, ciphertext, tag (one bit of it), cut short, prolonged, or another text. A key is given the
        changed text as its plain value and then called encrypted, which leaves what is stored as it is; the same with
        the text unchanged has to read as ``secret``. Returns the error of the platform.

        Example:
        | Tampering Should Be Noticed    tag    ${stored}    ${password}
        """
        if place not in PLACES:
            raise BadInput(unknown("place", place, PLACES))
        if self._read(stored) != secret.value:
            raise AssertionError("an untouched copy of the stored value does not read as the secret either")
        try:
            self._read(tampered(stored, place))
        except AttuneError as refusal:
            if refusal.status != SERVER_ERROR or "ecrypt" not in str(refusal.error):
                raise
            return str(refusal.error)
        raise AssertionError(f"a stored value that was changed ({place}) is read as if it were whole")

    def _read(self, stored: str) -> Any:
        """What a key with this stored value is answered with."""
        made = Keys(self.context).create_key(value=stored)
        self.api().put(path_of("key", made.ref), json={"encrypted": True})
        return self.api().get(path_of("key", made.ref)).data["value"]

    def _dump(self) -> Dump:
        return self.context.database.dump()

    def _row(self, dump: Dump, key: Any) -> str:
        ref = self.ref_of("key", key)
        row = dump.row(ref)
        if row is None:
            raise AssertionError(f"the database has no ciphertext of key {ref}")
        return row


def _sealed(row: str) -> str:
    found = SEALED.findall(row)
    assert found, "a row is found by what it has of a sealed value"
    return str(found[0])


def _texts(value: Any) -> list[str]:
    """The texts in a value."""
    if isinstance(value, dict):
        return [text for member in value.values() for text in _texts(member)]
    if isinstance(value, list):
        return [text for member in value for text in _texts(member)]
    return [str(value)]
