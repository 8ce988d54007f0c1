"""Keywords about packs: making, uploading and reading them, and the pack each suite owns."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from robot.api.deco import keyword
from robot.libraries.BuiltIn import BuiltIn

from ..core import fixture_packs, pack_files, package_files
from ..core.errors import BadInput
from .base import PACK_VARIABLE
from .resources import Resources, given

UPLOAD = "/api/v1/packs/upload"
# An upload is answered after the pack's files have been moved, loaded and tested.
UPLOAD_SECONDS = 180.0
REGISTER = "/api/v1/packs/register"


class Packs(Resources):
    """Packs: what actions, triggers, rules, workflows and keys belong to."""

    @keyword(tags=["pack"])
    def create_pack(
        self,
        ref: str | None = None,
        *,
        label: str | None = None,
        version: str = "1.0.0",
        description: str | None = None,
        config: dict[str, Any] | None = None,
        conf_schema: dict[str, Any] | None = None,
        tags: list[str] | None = None,
        meta: dict[str, Any] | None = None,
        session: Any = None,
    ) -> Any:
        """Creates an empty pack and returns it; it is deleted at the end of the test or suite.

        ``ref`` is a fresh one by default, ``label`` the ref. ``conf_schema`` describes ``config``.
        Only the identity that creates a pack sees it. A taken ref is refused with 409, a malformed one with 422.

        Example:
        | ${pack}=    Create Pack    config={'region': 'eu'}
        | Should Be Equal    ${pack.config.region}    eu
        """
        ref = ref or self.names.ref("pack")
        body = given(
            ref=ref,
            label=label or ref,
            version=version,
            description=description,
            config=config,
            conf_schema=conf_schema,
            tags=tags,
            meta=meta,
        )
        return self.create("pack", body, session)

    @keyword(tags=["pack"])
    def upload_pack(self, path: Path, *, ref: str | None = None, force: bool = False, session: Any = None) -> Any:
        """Uploads the pack folder ``path`` and returns the pack; it is deleted at the end of the test or suite.

        With ``ref`` every definition in it is rewritten to that ref. An upload to a ref that exists is refused with
        409 *and removes that pack's files on the platform*; ``force`` replaces the pack instead. Components that
        the platform cannot load are left out by it without an error, so read back what matters.

        Example:
        | ${pack}=    Upload Pack    ${CURDIR}/packs/shop    ref=${PACK_REF}_shop
        | Get Action    ${pack.ref}.checkout
        """
        return self._upload(path, ref or pack_files.pack_ref(path), force, session)

    @keyword(tags=["pack"])
    def upload_fixture_pack(self, name: str, *, ref: str | None = None, session: Any = None) -> Any:
        """Uploads one of the library's own packs under a fresh ref (or ``ref``) and returns it.

        ``test_pack`` has file actions: ``read_key`` reads a key through the API with its execution's token,
        ``show_parameters`` prints its parameters as JSON, ``describe_parameters`` prints their types in Python.
        ``e2e_people`` has the permission set ``person``. ``python_pack`` and ``node_pack`` have ``find_package``, which
        tells a package's version and place, and ``run_code``. ``sensor_pack`` has sensors that watch keys. A path to a
        pack folder is accepted as well.

        Example:
        | ${pack}=    Upload Fixture Pack    test_pack
        | Run Action    ${pack.ref}.show_parameters    parameters={'n': 1}
        """
        return self._upload(fixture_packs.folder(name), ref or self.names.ref(Path(name).name), False, session)

    @keyword(tags=["pack", "fixture"])
    def upload_pack_with_packages(
        self,
        name: str,
        *packages: str,
        requirements: str | None = None,
        local: bool = False,
        ref: str | None = None,
        force: bool = False,
        session: Any = None,
    ) -> Any:
        """Uploads a fixture pack that asks for packages, which are made for it and lie in it; returns the pack.

        No package index is needed. ``made_thing==1.2.0`` is a Python package, ``made_thing@1.2.0`` one for npm; each
        says its name and version. ``made_top==1.0.0 needs made_base>=2`` requires another one, and ``as source`` at
        the end makes an archive that has to be built. The pack pins every one of them, unless ``requirements`` are
        the lines of its requirements.txt. ``local=True`` has package.json name its files by paths from itself, which
        not every platform can follow. ``ref`` is a fresh one by default; ``force`` replaces the pack that has it.

        Example:
        | ${pack}=    Upload Pack With Packages    python_pack    made_thing==1.2.0    made_thing==2.0.0
        | ...    requirements=made_thing<2
        """
        ref = ref or self.names.ref(Path(name).name)
        made = [package_files.package(spec) for spec in packages]
        more = package_files.pack_files(ref, made, requirements, local)
        return self._upload(fixture_packs.folder(name), ref, force, session, more)

    @keyword(tags=["pack"])
    def register_pack(self, path: str, *, skip_tests: bool = False, force: bool = False, session: Any = None) -> Any:
        """Registers the pack in the folder ``path`` *of the platform's own machine* and returns it.

        A missing folder or description is refused with 400, an existing pack without ``force`` with 409.

        Example:
        | ${pack}=    Register Pack    /srv/packs/shop
        """
        body = {"path": path, "skip_tests": skip_tests, "force": force}
        local = Path(path)
        if (local / pack_files.DESCRIPTION).is_file():
            return self.made("pack", pack_files.pack_ref(local), session, REGISTER, json=body).pack
        pack = self.dotted(self.api(session).post(REGISTER, json=body).data).pack
        self.remember("pack", pack.ref, session)
        return pack

    @keyword(tags=["pack"])
    def use_a_pack_of_my_own(self, *, session: Any = None) -> Any:
        """Creates a pack for the running suite, sets ``${PACK_REF}`` to its ref and returns it.

        Meant for ``Suite Setup``: whatever creators make afterwards belongs to this pack unless told otherwise, and
        it goes with the suite. In a test it serves that test alone.

        Example:
        | *** Settings ***
        | Suite Setup    Use A Pack Of My Own
        """
        pack = self.create_pack(session=session)
        builtin = BuiltIn()
        in_test = builtin.get_variable_value("${TEST NAME}") is not None
        (builtin.set_test_variable if in_test else builtin.set_suite_variable)(PACK_VARIABLE, pack.ref)
        return pack

    @keyword(tags=["pack", "fixture"])
    def test_pack(self, *, session: Any = None) -> Any:
        """Returns the running suite's own pack, creating it where `Use A Pack Of My Own` has not been used.

        Example:
        | ${pack}=    Test Pack
        """
        own = self.variable(PACK_VARIABLE)
        return self.fetch("pack", own, session) if own else self.use_a_pack_of_my_own(session=session)

    @keyword(tags=["pack"])
    def get_pack(self, pack: Any, *, session: Any = None) -> Any:
        """Returns a pack. ``pack`` is its ref, id or object; one that cannot be seen is 404.

        Example:
        | ${pack}=    Get Pack    core
        """
        return self.fetch("pack", pack, session)

    @keyword(tags=["pack"])
    def get_pack_by_ref(self, pack: Any, *, session: Any = None) -> Any:
        """Same as `Get Pack`."""
        return self.get_pack(pack, session=session)

    @keyword(tags=["pack"])
    def list_packs(self, *, session: Any = None) -> list[Any]:
        """Returns every pack the session's identity may see, from all pages.

        Example:
        | ${packs}=    List Packs    session=ann
        """
        return self.every("/api/v1/packs", session)

    @keyword(tags=["pack"])
    def update_pack(
        self,
        pack: Any,
        *,
        label: str | None = None,
        version: str | None = None,
        description: str | None = None,
        config: dict[str, Any] | None = None,
        conf_schema: dict[str, Any] | None = None,
        tags: list[str] | None = None,
        meta: dict[str, Any] | None = None,
        session: Any = None,
    ) -> Any:
        """Changes what is given of a pack and returns it as it is then. An empty ``description`` clears it.

        Example:
        | Update Pack    ${PACK_REF}    version=1.1.0
        """
        changes = given(
            label=label, version=version, config=config, conf_schema=conf_schema, tags=tags, meta=meta
        ) | patched(description=description)
        return self.change("pack", pack, changes, session)

    @keyword(tags=["pack"])
    def delete_pack(self, pack: Any, *, session: Any = None) -> None:
        """Deletes a pack with its actions, triggers, sensors, rules and workflows; keys it owns must go first.

        Example:
        | Delete Pack    ${pack}
        """
        self.remove("pack", pack, session)

    def _upload(self, path: Path, ref: str, force: bool, session: Any, more: Mapping[str, bytes] | None = None) -> Any:
        if not path.is_dir():
            raise BadInput(f"path is '{path}'; it must be a pack folder with a {pack_files.DESCRIPTION}")
        archive = ("pack.tar.gz", pack_files.archive(path, ref, more), "application/gzip")
        form = {"force": "true"} if force else {}
        return self.made("pack", ref, session, UPLOAD, files={"pack": archive}, data=form, timeout=UPLOAD_SECONDS).pack


def patched(**members: Any) -> dict[str, Any]:
    """Members that the platform wants as an operation: an empty value clears, another one sets."""
    return {
        name: {"op": "set", "value": value} if value else {"op": "clear"} for name, value in given(**members).items()
    }
