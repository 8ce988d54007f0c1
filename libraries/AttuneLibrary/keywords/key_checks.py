"""Keywords about keys by the handful and over time: many at once, many writers, a time to live, refused ones."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from robot.api.deco import keyword

from ..client import AttuneError, NotFound
from ..core.errors import BadInput
from ..core.matching import described, kind
from ..core.objects import path_of
from ..core.timer_marks import instant
from ..core.waiting import Wait
from .keys import PATH, Keys
from .resources import Resources, plain

NAME = "Key Should Expire"


class KeyChecks(Resources):
    """Keys that go by themselves, keys that many write, and keys that cannot be."""

    @keyword(tags=["datastore", "fixture"])
    def create_keys(self, values: Mapping[str, Any], *, owner: Any = None, session: Any = None) -> list[Any]:
        """Creates a key for each member of ``values``, which is its name, and returns the keys.

        ``owner`` is a pack, by default the suite's. The keys are deleted at the end of the test or suite.

        Example:
        | ${keys}=    Create Keys    ${{ {'host': 'db', 'port': 5432} }}
        """
        keys = Keys(self.context)
        pack = self.pack_of(owner, session)
        return [
            keys.create_key(f"{pack}.{self.names.ref('key')}", value, name=name, owner=pack, session=session)
            for name, value in values.items()
        ]

    @keyword(tags=["datastore"])
    def delete_keys(self, keys: list[Any], *, session: Any = None) -> None:
        """Deletes several keys, such as `Create Keys` returned.

        Example:
        | Delete Keys    ${keys}
        """
        for key in keys:
            self.remove("key", key, session)

    @keyword(tags=["datastore", "assertion"])
    def key_should_be_refused(
        self, wanted_status: int, error: str, members: Mapping[str, Any], *, session: Any = None
    ) -> Any:
        """Fails unless a new key is refused with ``wanted_status`` and a text that has ``error`` in it.

        The key would be a good one, owned by the suite's pack, were it not for ``members`` of the request, which may
        be any. A key that is made nevertheless is deleted at the end of the test. Returns the error's text.

        Example:
        | Key Should Be Refused    422    key_ref_lowercase    {'ref': 'Upper.Case'}
        """
        ref = f"{self.pack_of()}.{self.names.ref('refused')}"
        body = {"ref": ref, "name": ref, "value": 1, "owner_type": "pack", "owner_pack_ref": self.pack_of()}
        body |= plain(members)
        try:
            self.made("key", str(body["ref"]), session, PATH, json=body)
        except AttuneError as refusal:
            line = str(refusal).splitlines()[0]
            if refusal.status != wanted_status or error not in line:
                raise AssertionError(
                    f"a key with {dict(members)}: wanted {wanted_status} with '{error}', but {line}"
                ) from None
            return refusal.error
        raise AssertionError(f"a key with {dict(members)} was accepted, wanted {wanted_status} with '{error}'")

    @keyword(NAME, tags=["datastore", "wait"])
    def key_should_expire(self, key: Any, ttl: int, *, tolerance: Any = "1s", session: Any = None) -> str:
        """Waits until a key is gone by itself, and fails where that is not ``ttl`` seconds after it was last written.

        ``key`` is the object that writing it returned: its ``ttl`` and ``expires_at`` have to say so as well. Until
        then the key has to be found; from then on it is 404, give or take ``tolerance`` by the platform's clock.
        Returns a line with the times.

        Example:
        | ${key}=    Create Key    code    1234    ttl=2
        | Key Should Expire    ${key}    2
        """
        ref, end = self.ref_of("key", key, session), _end(key, ttl)
        api, path, clock = self.api(session), path_of("key", self.ref_of("key", key, session)), self.context.clock
        allowed = self.seconds(tolerance, "tolerance") or 0.0

        def found() -> bool:
            try:
                api.get(path)
            except NotFound:
                return False
            return True

        wait = Wait[bool](
            keyword=NAME,
            subject=f"key {ref}",
            wanted=f"404 from {end.isoformat()} on",
            look=found,
            holds=lambda there: not there,
            show=lambda there: "is still found" if there else "is gone",
        )
        left = max(0.0, (end - clock.now()).total_seconds())
        self.waiter.until(wait, timeout=left + allowed, poll_interval=0.1)
        late = (clock.now() - end).total_seconds()
        if late < -allowed:
            raise AssertionError(f"{NAME}: key {ref} was gone {-late:.2f} s before the end of its ttl of {ttl} s")
        return f"key {ref}: found until {end.isoformat()}, gone {late:+.2f} s from then"

    @keyword(tags=["datastore"])
    def update_key_at_once(self, key: Any, values: list[Any], *, session: Any = None) -> Any:
        """Writes every one of ``values`` to one key at the same time; each write has to be obeyed. Returns the key.

        Fails where the key then holds none of them: a lost, mixed or half-written value.

        Example:
        | Update Key At Once    ${key}    ${{ [{'writer': n} for n in range(8)] }}
        """
        if len(values) < 2:
            raise BadInput(f"values has {len(values)} elements; at once means 2 or more")
        path = path_of("key", self.ref_of("key", key, session))
        writer, given = self.api(session), plain(values)
        token = writer.token()
        clients = [self.context.sessions.new(token=token, alias=f"{writer.alias} {n}") for n in range(len(given))]
        try:
            with ThreadPoolExecutor(len(given)) as pool:
                list(
                    pool.map(lambda pair: pair[0].put(path, json={"value": pair[1]}), zip(clients, given, strict=True))
                )
        finally:
            for client in clients:
                client.close()
        left = self.dotted(writer.get(path).data)
        if not any(left.value == value and kind(left.value) == kind(value) for value in given):
            held = described(left.value)
            raise AssertionError(f"Update Key At Once: key {left.ref} holds {held}, which nobody wrote")
        return left


def _end(key: Any, ttl: int) -> Any:
    """When a key says it ends, which has to be `ttl` seconds after it was written."""
    if key.get("ttl") != ttl or not key.get("expires_at"):
        told = ", ".join(f"{name} {key.get(name)}" for name in ("ttl", "expires_at"))
        raise AssertionError(f"{NAME}: key {key['ref']} has no time to live of {ttl} s ({told})")
    end = instant(key["expires_at"], "expires_at")
    length = (end - instant(key["updated"], "updated")).total_seconds()
    if abs(length - ttl) > 1:
        raise AssertionError(f"{NAME}: key {key['ref']} expires {length:.2f} s after it was written, wanted {ttl} s")
    return end
