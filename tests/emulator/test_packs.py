"""Packs as records: made, changed, listed, deleted."""

import pytest


def make(emulator, ref: str, **extra) -> dict:
    return emulator.data("POST", "/api/v1/packs", json={"ref": ref, "label": ref, "version": "1.0.0"} | extra)


def test_what_is_sent_is_stored_and_the_rest_has_defaults(emulator) -> None:
    sent = {"config": {"colour": "red"}, "tags": ["a"], "meta": {"x": [1]}, "dependencies": ["core"]}
    pack = make(emulator, "stored_pack", **sent)
    assert {name: pack[name] for name in sent} == sent
    assert (pack["description"], pack["conf_schema"], pack["is_standard"]) == (None, {}, False)
    assert emulator.data("GET", "/api/v1/packs/stored_pack") == pack


def test_an_update_changes_what_it_names(emulator) -> None:
    before = make(emulator, "changed_pack", description="first", tags=["a"])
    after = emulator.data("PUT", "/api/v1/packs/changed_pack", json={"label": "New", "tags": None, "config": {"a": 1}})
    assert after["updated"] > before["updated"]
    changed = {"label": "New", "config": {"a": 1}, "updated": after["updated"]}
    assert after == before | changed


@pytest.mark.parametrize(
    ("patch", "text"), [({"op": "clear"}, None), ({"op": "set", "value": "second"}, "second"), (None, "first")]
)
def test_the_description_is_set_or_cleared(emulator, patch, text) -> None:
    ref = f"described_{text}".lower()
    make(emulator, ref, description="first")
    assert emulator.data("PUT", f"/api/v1/packs/{ref}", json={"description": patch})["description"] == text
    assert emulator.call("PUT", f"/api/v1/packs/{ref}", json={"description": "plain"}).status_code == 422


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ({"ref": "core"}, 409, "Pack with ref 'core' already exists"),
        ({"ref": "Bad Ref"}, 400, "Pack ref must contain only alphanumeric characters, dots, underscores, and hyphens"),
        ({"ref": "Upper"}, 422, "Validation constraint failed: pack_ref_format"),
        ({"ref": "x"}, 422, "Validation constraint failed: pack_ref_format"),
        ({"version": "1.0"}, 422, "Validation constraint failed: pack_version_semver"),
    ],
)
def test_bad_packs_are_refused_and_leave_nothing(emulator, body, status, error) -> None:
    sent = {"ref": "refused_pack", "label": "x", "version": "1.0.0"} | body
    answer = emulator.call("POST", "/api/v1/packs", json=sent)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert emulator.call("GET", "/api/v1/packs/refused_pack").status_code == 404


def test_pages_of_packs(start_emulator) -> None:
    # One of its own: the others' packs would fill more than a page.
    emulator = start_emulator()
    for number in range(3):
        make(emulator, f"paged{number}")
    everything = emulator.call("GET", "/api/v1/packs?page_size=100").json()
    refs = [pack["ref"] for pack in everything["items"]]
    assert refs == sorted(refs) and everything["pagination"]["total_items"] == len(refs)
    first = emulator.call("GET", "/api/v1/packs?page_size=2&page=1").json()
    second = emulator.call("GET", "/api/v1/packs?page_size=2&page=2").json()
    assert [p["ref"] for p in first["items"] + second["items"]] == refs[:4]
    assert first["pagination"]["has_next"] and not first["pagination"]["has_previous"]
    assert second["pagination"]["has_previous"]


@pytest.mark.parametrize(("asked", "size"), [("0", 1), ("101", 100), ("1000", 100)])
def test_page_sizes_are_bounded_unless_the_gap_is_on(emulator, platform_like, asked, size) -> None:
    bounded = emulator.call("GET", f"/api/v1/packs?page_size={asked}&page=0").json()["pagination"]
    assert (bounded["page"], bounded["page_size"]) == (1, size)
    as_is = platform_like.call("GET", f"/api/v1/packs?page_size={asked}").json()["pagination"]
    assert as_is["page_size"] == int(asked)


def test_deleting_a_pack_is_a_bare_success(emulator) -> None:
    make(emulator, "doomed_pack")
    answer = emulator.call("DELETE", "/api/v1/packs/doomed_pack")
    assert answer.json() == {"success": True, "message": "Pack 'doomed_pack' deleted successfully"}
    assert emulator.call("DELETE", "/api/v1/packs/doomed_pack").status_code == 404


def test_another_persons_packs_are_out_of_sight(emulator) -> None:
    _, one = emulator.person("pack_owner_a", "core.editor")
    _, other = emulator.person("pack_owner_b", "core.editor")
    body = {"ref": "of_owner_a", "label": "x", "version": "1.0.0"}
    emulator.data("POST", "/api/v1/packs", token=one, json=body)
    seen = {p["ref"] for p in emulator.call("GET", "/api/v1/packs", token=other).json()["items"]}
    assert "core" in seen and "of_owner_a" not in seen
    assert emulator.call("GET", "/api/v1/packs/of_owner_a", token=other).status_code == 404


def test_the_defect_of_visible_packs_shows_them(start_emulator) -> None:
    emulator = start_emulator("--defects", "foreign-pack-visible")
    _, one = emulator.person("pack_owner_a", "core.editor")
    _, other = emulator.person("pack_owner_b", "core.viewer")
    emulator.data("POST", "/api/v1/packs", token=one, json={"ref": "of_owner_a", "label": "x", "version": "1.0.0"})
    assert emulator.call("GET", "/api/v1/packs/of_owner_a", token=other).status_code == 200
