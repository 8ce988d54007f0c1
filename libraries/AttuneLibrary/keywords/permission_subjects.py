"""What the rows of a permission table are asked about: things that the administrator makes when a row needs them."""

import base64
import re
from collections.abc import Callable
from typing import Any

from ..client import Session
from ..core.context import Context
from ..core.objects import path_of
from ..core.samples import DEFINITIONS, body_of
from .fixtures import Fixtures
from .identities import Identities
from .packs import Packs
from .polling import Polling
from .resources import Resources
from .webhooks import Webhooks

PLACE = re.compile(r"<([^>]+)>")
API = "/api/v1"
EXECUTE = f"{API}/executions/execute"
WORKERS = f"{API}/workers"
TOKEN_SCRIPT = 'printf %s "$ATTUNE_API_TOKEN" | base64 -w0'
LONG = {"seconds": 60}
NOBODY = "anonymous"


class Subjects(Resources):
    """Things by the name that a row has for them; a name that begins with "new" stands for one that gets used up."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._kept: dict[str, Any] = {}
        self._own: dict[str, int] = {}
        self.pack = self.create("pack", self._pack(standard=True)).ref
        self._makers: dict[str, Callable[[], Any]] = {
            "pack": lambda: self.create("pack", self._pack(standard=True)).ref,
            "private pack": lambda: self.create("pack", self._pack(standard=False)).ref,
            "webhook": self._webhook,
            "artifact": lambda: self._artifact()["id"],
            "artifact ref": lambda: self._artifact()["ref"],
            "item": lambda: self._post(f"/queues/{self.of('queue')}/items", {"payload": {}})["id"],
            "inquiry": lambda: self._noted("inquiry", self._post("/inquiries", self._question())["id"]),
            "worker": lambda: self.api().get(WORKERS).items[0]["id"],
            "identity": lambda: self._noted("identity", self._post("/identities", self._login())["id"]),
            "service token": lambda: self._post(f"{self._person()}/integration-tokens", {"label": "token"})[
                "integration_token"
            ]["id"],
            "role": lambda: self._post(f"{self._person()}/roles", {"role": self.names.ref("role")})["id"],
            "set": self._set,
            "role of set": lambda: self._post(f"/permissions/sets/{self.of('set')}/roles", self._role())["id"],
            "assignment": self._assignment,
            "index": lambda: self._index(self._post("/pack-indices", self._index_body())["id"]),
            "execution": lambda: self._record("execution"),
            "event": lambda: self._record("event"),
            "enforcement": lambda: self._record("enforcement"),
            "name": lambda: self.names.ref("name").replace(".", "_"),
        }

    def of(self, name: str, who: str = "") -> Any:
        """The key of a thing: its ref, or its number."""
        if name.startswith("own "):
            return self._own[f"{'admin' if who == NOBODY else who} {name}"]
        if name not in self._kept:
            self._kept[name] = self._make(name.removeprefix("new "))
        return self._kept[name]

    def begin(self) -> None:
        """Make everything anew from here on: what was made in another test has gone with it."""
        self._kept.clear()

    def filled(self, text: str, who: str) -> str:
        """A path or a body with the keys of what it names."""
        return PLACE.sub(lambda found: str(self.of(found[1], who)), text)

    def used(self, text: str) -> None:
        """Forget what an operation has used up."""
        for name in PLACE.findall(text):
            if name.startswith("new ") or name == "name":
                self._kept.pop(name, None)

    def fresh(self, kind: str) -> dict[str, Any]:
        """The body that makes a new thing of a kind."""
        special: dict[str, Callable[[], dict[str, Any]]] = {
            "pack": lambda: self._pack(standard=True),
            "identity": self._login,
            "inquiry": self._question,
            "pack index": self._index_body,
        }
        return special[kind]() if kind in special else self._body(kind)

    def retention(self) -> Any:
        """The retention as it is, so that setting it changes nothing."""
        return self.api().get(f"{API}/retention-config").data

    def note_own(self, who: str, session: Session) -> None:
        """Have a person start two executions of one's own: one that has ended, and one that goes on for a minute."""
        done = session.post(EXECUTE, json={"action_ref": "core.noop"}).data["id"]
        running = session.post(EXECUTE, json={"action_ref": "core.sleep", "parameters": LONG}).data["id"]
        self.remember("execution", running)
        self._own |= {f"{who} own execution": done, f"{who} own running": running}

    def token_of_execution(self, session: Session, permission_sets: list[str]) -> str:
        """The token of an execution that a person started with just these permission sets."""
        action = Fixtures(self.context).create_simple_action(script=TOKEN_SCRIPT, pack=self.pack)
        body = {"action_ref": action.ref, "permission_set_refs": permission_sets}
        number = session.post(EXECUTE, json=body).data["id"]
        ended = Polling(self.context).wait_for_execution_status(number, "completed", session=session)
        text = base64.b64decode(ended.result.stdout).decode()
        self.context.masker.learn(text)
        return text

    def _make(self, kind: str) -> Any:
        if kind in self._makers:
            return self._makers[kind]()
        return self.create(kind, self._body(kind)).ref

    def _body(self, kind: str) -> dict[str, Any]:
        parts = {name: self.of(name) for name in DEFINITIONS[kind]}
        return body_of(kind, f"{self.pack}.{self.names.ref(kind)}", self.pack, parts)

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        return self.api().post(API + path, json=body).data

    def _noted(self, kind: str, key: Any) -> Any:
        self.remember(kind, key)
        return key

    def _pack(self, *, standard: bool) -> dict[str, Any]:
        ref = self.names.ref("pack")
        return {"ref": ref, "label": ref, "version": "1.0.0", "is_standard": standard}

    def _login(self) -> dict[str, Any]:
        return {"login": self.names.ref("person")}

    def _role(self) -> dict[str, Any]:
        return {"role": self.names.ref("role")}

    def _person(self) -> str:
        return f"/identities/{self.of('identity')}"

    def _webhook(self) -> str:
        trigger = self.create("trigger", self._body("trigger"))
        return str(Webhooks(self.context).enable_webhook(trigger).ref)

    def _artifact(self) -> Any:
        made = self._post("/artifacts", self._body("artifact"))
        self._noted("artifact", made["id"])
        self.api().post(f"{path_of('artifact', made['id'])}/versions", json={"content": "text"})
        return made

    def _question(self) -> dict[str, Any]:
        number = self.api().post(EXECUTE, json={"action_ref": "core.noop"}).data["id"]
        return {"execution": number, "prompt": "Yes?"}

    def _set(self) -> int:
        pack = Packs(self.context).upload_fixture_pack("e2e_people")
        return int(Identities(self.context).list_permission_sets(pack=pack)[0].id)

    def _assignment(self) -> int:
        body = {"permission_set_ref": "core.viewer", "identity_id": self._make("identity")}
        return int(self._post("/permissions/assignments", body)["id"])

    def _index_body(self) -> dict[str, Any]:
        return {"url": f"http://127.0.0.1:9/{self.names.ref('index')}.json", "enabled": False}

    def _index(self, number: Any) -> Any:
        self.remember("pack index", number, None, lambda: self.api().delete(f"{API}/pack-indices/{number}"))
        return number

    def _record(self, kind: str) -> int:
        """One of the records of an event that ran an action."""
        if "chain" not in self._kept:
            used = Fixtures(self.context).create_webhook_automation(pack=self.pack)
            event = Webhooks(self.context).fire_webhook(used.trigger, {"n": 1}).event_id
            found = Polling(self.context).wait_for_execution_count(1, rule=used.rule, status="completed")
            self._kept["chain"] = {
                "event": event,
                "execution": found[0].id,
                "enforcement": found[0].enforcement,
            }
        return int(self._kept["chain"][kind])
