"""Keywords about what actions do from the inside: requests about keys with the token of their own execution."""

from collections.abc import Mapping, Sequence
from typing import Any

from robot.api.deco import keyword

from ..core.errors import BadInput
from ..core.words import unknown
from .executions import Executions
from .polling import Polling
from .resources import Resources, given, plain, structured

DEEDS = ("create", "read", "update", "delete")


class Inside(Resources):
    """The actions ``write_keys`` and ``read_keys`` of the fixture pack ``test_pack`` send what they are given."""

    @keyword(tags=["datastore", "execution"])
    def use_keys_from_inside(
        self,
        action: Any,
        *requests: Any,
        secret: Any = None,
        expect: str = "completed",
        exit_code: int | None = None,
        permission_set_refs: list[str] | None = None,
        timeout: Any = None,
        session: Any = None,
    ) -> list[Any]:
        """Runs an action that asks the platform about keys with its own token; returns what it was answered.

        Each request is an object: ``do`` (create, read, update or delete), ``ref``, and the members of the request. A
        ``ref`` without a dot is put under the suite's pack, which owns what is created unless ``owner_type`` says
        otherwise. What is created is deleted at the end of the test or suite. Where a request says ``encrypted``, its
        value is ``secret``. ``exit_code`` is what the action ends with after all that.

        Returns an object for each request: ``status``, ``error`` and ``key``; instead of an encrypted value, its
        ``digest`` (see `Secret Digest`).

        Example:
        | ${answers}=    Use Keys From Inside    ${pack}.write_keys    {"do": "create", "ref": "code", "value": 7}
        | Should Be Equal    ${answers}[0][status]    ${201}
        """
        started = self._started(action, requests, secret, exit_code, permission_set_refs, session)
        return self._answers(started, expect, timeout, session)

    @keyword(tags=["datastore", "execution"])
    def use_keys_from_inside_at_once(
        self, action: Any, request: Any, values: list[Any], *, timeout: Any = None, session: Any = None
    ) -> list[Any]:
        """Runs an action once for each of ``values``, all at the same time, and returns the answers in that order.

        ``request`` and the answers are those of `Use Keys From Inside`; each run's request has its own ``value``.

        Example:
        | ${answers}=    Use Keys From Inside At Once    write.it    {"do": "create", "ref": "code"}    ${{ [1, 2] }}
        """
        if len(values) < 2:
            raise BadInput(f"values has {len(values)} elements; at once means 2 or more")
        common = self._request(1, request)
        each = [[{**common, "value": value}] for value in values]
        started = [self._started(action, one, None, None, None, session) for one in each]
        return [self._answers(one, "completed", timeout, session)[0] for one in started]

    def _started(
        self,
        action: Any,
        requests: Sequence[Any],
        secret: Any,
        exit_code: int | None,
        permission_set_refs: list[str] | None,
        session: Any,
    ) -> Any:
        made = [self._request(number, one) for number, one in enumerate(requests, start=1)]
        if not made:
            raise BadInput("requests are not given")
        if secret is None and any(one.get("encrypted") for one in made):
            raise BadInput("secret is not given, but a request is to be encrypted")
        if secret is not None:
            self.context.masker.learn(plain(secret))
        for one in made:
            if one["do"] == "create":
                self.remember("key", one["ref"], session)
        parameters = given(requests=made, secret=secret, exit_code=exit_code)
        return Executions(self.context).execute_action(
            action, parameters=parameters, permission_set_refs=permission_set_refs, session=session
        )

    def _answers(self, execution: Any, expect: str, timeout: Any, session: Any) -> list[Any]:
        wait = Polling(self.context).wait_for_execution_status
        finished = wait(execution, expect, timeout=timeout, session=session)
        data = (finished.result or {}).get("data") or {}
        return list(data.get("answers", ()))

    def _request(self, number: int, request: Any) -> dict[str, Any]:
        found = plain(structured(request))
        if not isinstance(found, Mapping) or not isinstance(found.get("ref"), str):
            raise BadInput(f"request {number} is {request!r}; it must be an object with do and ref")
        if found.get("do") not in DEEDS:
            raise BadInput(f"request {number}: " + unknown("do", str(found.get("do")), DEEDS))
        ref = found["ref"] if "." in found["ref"] else f"{self.pack_of()}.{found['ref']}"
        if found["do"] != "create":
            return {**found, "ref": ref}
        owner = {} if "owner_type" in found else {"owner_type": "pack", "owner_pack_ref": self.pack_of()}
        return {"name": ref, **owner, **found, "ref": ref}
