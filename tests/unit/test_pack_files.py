"""Fixture packs: rewriting their refs and packing them for an upload."""

import io
import tarfile
from pathlib import Path

import pytest
import yaml

from AttuneLibrary.core import fixture_packs
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.pack_files import archive, pack_ref, renamed


def unpacked(content: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar if member.isfile()}  # type: ignore[union-attr]  # why: regular files have a stream


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "actions").mkdir()
    (tmp_path / "actions" / "__pycache__").mkdir()
    (tmp_path / "pack.yaml").write_text("ref: shop\nname: The shop\nversion: 1.0.0\n")
    (tmp_path / "actions" / "buy.yaml").write_text(
        "ref: shop.buy\nentry_point: buy.sh\nsets: [shop.person, other.set]\n"
    )
    (tmp_path / "actions" / "buy.sh").write_text("echo shop.buy\n")
    (tmp_path / "actions" / "__pycache__" / "buy.pyc").write_bytes(b"")
    return tmp_path


def test_a_pack_is_renamed_wherever_a_definition_names_it() -> None:
    value = {"ref": "shop", "tasks": [{"action": "shop.buy"}, {"action": "shopping.list"}], "text": "the shop", "n": 1}
    assert renamed(value, "shop", "e2e_1") == {
        "ref": "e2e_1",
        "tasks": [{"action": "e2e_1.buy"}, {"action": "shopping.list"}],
        "text": "the shop",
        "n": 1,
    }


def test_an_archive_speaks_of_the_new_ref_and_leaves_scripts_alone(pack: Path) -> None:
    files = unpacked(archive(pack, "e2e_1"))
    assert sorted(files) == ["actions/buy.sh", "actions/buy.yaml", "pack.yaml"]
    assert yaml.safe_load(files["pack.yaml"]) == {"ref": "e2e_1", "name": "The shop", "version": "1.0.0"}
    assert yaml.safe_load(files["actions/buy.yaml"])["sets"] == ["e2e_1.person", "other.set"]
    assert files["actions/buy.sh"] == b"echo shop.buy\n"


def test_an_archive_under_its_own_ref_is_byte_for_byte_the_folder(pack: Path) -> None:
    assert unpacked(archive(pack))["pack.yaml"] == (pack / "pack.yaml").read_bytes()


def test_scripts_can_be_started_by_their_path(pack: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(archive(pack))) as tar:
        assert tar.getmember("actions/buy.sh").mode == 0o755
        assert tar.getmember("pack.yaml").mode == 0o644


def test_a_folder_that_is_no_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no pack: it has no pack\.yaml"):
        pack_ref(tmp_path)


@pytest.mark.parametrize("content", ["name: x\n", "- a\n", ""])
def test_a_description_without_ref_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "pack.yaml").write_text(content)
    with pytest.raises(BadInput, match="has no 'ref'"):
        pack_ref(tmp_path)


def test_a_description_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("ref: [\n")
    with pytest.raises(BadInput, match=r"pack\.yaml' is no YAML"):
        pack_ref(tmp_path)


def test_an_unknown_fixture_pack_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInput, match=r"must be one of .*e2e_people, .*test_pack or the path of a pack folder"):
        fixture_packs.folder("e2e_poeple")


@pytest.mark.parametrize("name", fixture_packs.names())
def test_every_definition_of_a_fixture_pack_has_a_full_ref(name: str) -> None:
    folder = fixture_packs.folder(name)
    for path in folder.rglob("*.yaml"):
        content = yaml.safe_load(path.read_text())
        assert content["ref"] == name if path.name == "pack.yaml" else content["ref"].startswith(f"{name}.")
        if "entry_point" in content:
            assert (path.parent / content["entry_point"]).is_file()
