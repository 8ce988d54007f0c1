"""Running a pack's tests and looking at earlier runs."""

from starlette.responses import Response

from attune_emulator.http.call import Call
from attune_emulator.http.errors import ApiError, BadRequest, NotFound
from attune_emulator.http.queries import PageSize
from attune_emulator.http.replies import data, ordered, select_page
from attune_emulator.http.routes import Routes
from attune_emulator.services.packs import testing
from attune_emulator.services.packs.registration import read_pack_yaml
from attune_emulator.services.packs.views import test_run
from attune_emulator.store import Row

routes = Routes("packs")


def _pack(call: Call, ref: str) -> Row:
    pack = call.db.by_ref("pack", ref)
    if pack is None or not call.visible.definition(pack["ref"], pack["owner_identity"]):
        raise NotFound(f"Pack '{ref}' not found")
    return pack


@routes.post("/api/v1/packs/{ref}/test")
async def run_pack_tests(call: Call, ref: str) -> Response:
    """Run the tests a pack declares."""
    pack = _pack(call, ref)
    call.promised("packs", "configure")
    directory = call.emulator.settings.packs_dir / ref
    try:
        runners = testing.declared_runners(read_pack_yaml(directory)) if directory.is_dir() else None
    except testing.BadTestConfiguration as error:
        raise ApiError(str(error)) from error
    if runners is None:
        raise BadRequest("No testing configuration found in pack.yaml")
    result = await testing.run_tests(pack, directory, runners)
    testing.record(call.db, pack, result, "manual")
    return data(result, "Pack tests executed successfully")


@routes.get("/api/v1/packs/{ref}/tests")
def list_pack_tests(call: Call, ref: str, query: PageSize) -> Response:
    """List the runs of a pack's tests, newest first."""
    pack = _pack(call, ref)
    sql = ordered("SELECT * FROM pack_test_execution WHERE pack = ?", "execution_time DESC")
    return select_page(call.db, sql, [pack["id"]], query.window(), test_run)


@routes.get("/api/v1/packs/{ref}/tests/latest")
def latest_pack_test(call: Call, ref: str) -> Response:
    """Show the last run of a pack's tests."""
    pack = _pack(call, ref)
    row = call.db.one("SELECT * FROM pack_test_execution WHERE pack = ? ORDER BY id DESC LIMIT 1", pack["id"])
    if row is None:
        raise NotFound(f"No test results found for pack '{ref}'")
    return data(test_run(row))
