"""Where packs could be installed from: the configuration of pack registries. The emulator never asks them."""

from dataclasses import dataclass, field
from typing import Annotated

from starlette.responses import Response

from attune_emulator.http.bodies import Body
from attune_emulator.http.call import Call
from attune_emulator.http.errors import Conflict, NotBuilt, NotFound
from attune_emulator.http.fields import Length
from attune_emulator.http.queries import Query
from attune_emulator.http.replies import created, data, success
from attune_emulator.http.routes import Routes
from attune_emulator.store import Row

routes = Routes("packs")


@dataclass
class CreateIndex(Body):
    url: Annotated[str, Length(1, 2048)]
    name: Annotated[str, Length(1, 255)] | None = None
    position: int | None = None
    enabled: bool = True
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class UpdateIndex(Body):
    url: Annotated[str, Length(1, 2048)] | None = None
    name: Annotated[str, Length(1, 255)] | None = None
    position: int | None = None
    enabled: bool | None = None
    headers: dict[str, str] | None = None


@dataclass
class IndexSearch(Query):
    q: str | None = None
    registry_id: int | None = None
    include_disabled: bool = False


def _index(call: Call, index_id: int) -> Row:
    row = call.db.by_id("pack_index", index_id)
    if row is None:
        raise NotFound(f"Pack index {index_id} not found")
    return row


@routes.get("/api/v1/pack-indices")
def list_indices(call: Call) -> Response:
    """List the pack registries."""
    call.demand("packs", "read")
    return data(call.db.all("SELECT * FROM pack_index ORDER BY position, id"))


@routes.post("/api/v1/pack-indices")
def create_index(call: Call, body: CreateIndex) -> Response:
    """Add a pack registry."""
    call.demand("packs", "configure")
    if call.db.one("SELECT id FROM pack_index WHERE url = ?", body.url):
        raise Conflict("Already exists (pack_registry_index_url_key)")
    count = call.db.value("SELECT count(*) FROM pack_index")
    position = count if body.position is None else body.position
    return created(call.db.insert("pack_index", vars(body) | {"position": position}))


@routes.put("/api/v1/pack-indices/{id}")
def update_index(call: Call, id: int, body: UpdateIndex) -> Response:
    """Change a pack registry."""
    call.demand("packs", "configure")
    return data(call.db.update("pack_index", _index(call, id)["id"], body.given()))


@routes.delete("/api/v1/pack-indices/{id}")
def delete_index(call: Call, id: int) -> Response:
    """Remove a pack registry."""
    call.demand("packs", "configure")
    call.db.delete("pack_index", _index(call, id)["id"])
    return success(f"Pack index {id} deleted")


def _demand_no_registry(call: Call, query: IndexSearch) -> None:
    wanted = "SELECT id FROM pack_index WHERE (enabled OR ?1) AND (?2 IS NULL OR id = ?2)"
    if call.db.one(wanted, query.include_disabled, query.registry_id):
        raise NotBuilt("The emulator does not ask pack registries")


@routes.get("/api/v1/pack-indices/packs")
def search_indices(call: Call, query: IndexSearch) -> Response:
    """Search the registries; there is nothing to find without any."""
    call.demand("packs", "read")
    _demand_no_registry(call, query)
    return data([])


@routes.get("/api/v1/pack-indices/packs/{ref}")
def get_indexed_pack(call: Call, ref: str, query: IndexSearch) -> Response:
    """Show a pack of the registries."""
    call.demand("packs", "read")
    _demand_no_registry(call, query)
    raise NotFound(f"Indexed pack '{ref}' not found")
