"""Made packages: what lies in them, and what a pack that asks for them holds."""

import io
import json
import tarfile
import zipfile

import pytest

from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.package_files import pack_files, package


def unpacked(content: bytes) -> dict[str, str]:
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        return {member.name: tar.extractfile(member).read().decode("latin-1") for member in tar}  # type: ignore[union-attr]  # why: every member is a file


def test_a_wheel_says_what_it_is_and_what_it_needs() -> None:
    made = package("made_top==3.0.0 needs made_base>=2")
    assert made.file == "made_top-3.0.0-py3-none-any.whl"
    with zipfile.ZipFile(io.BytesIO(made.content())) as wheel:
        assert wheel.read("made_top/__init__.py").decode() == "name = 'made_top'\n__version__ = '3.0.0'\n"
        assert "Requires-Dist: made_base>=2\n" in wheel.read("made_top-3.0.0.dist-info/METADATA").decode()
        recorded = wheel.read("made_top-3.0.0.dist-info/RECORD").decode()
        assert sorted(line.split(",")[0] for line in recorded.splitlines()) == sorted(wheel.namelist())


def test_a_source_archive_brings_what_builds_it() -> None:
    made = package("made_source==0.4.0 as source")
    assert made.file == "made_source-0.4.0.tar.gz"
    files = unpacked(made.content())
    assert "requires = []" in files["made_source-0.4.0/pyproject.toml"]
    assert "made_source-0.4.0/made_source-0.4.0-py3-none-any.whl" in files


def test_an_npm_package_says_what_it_is() -> None:
    made = package("made_thing@1.2.0")
    assert made.file == "made_thing-1.2.0.tgz"
    files = unpacked(made.content())
    described = json.loads(files["package/package.json"])
    assert (described["name"], described["version"]) == ("made_thing", "1.2.0")
    assert "exports.version = '1.2.0';" in files["package/index.js"]


def test_a_wheel_has_the_same_bytes_each_time() -> None:
    assert package("made_thing==1.2.0").content() == package("made_thing==1.2.0").content()


@pytest.mark.parametrize("spec", ["made_thing", "Made==1.0", "made_thing==x", "made_thing=1.0", "../up==1.0", ""])
def test_a_malformed_package_is_refused_with_what_is_allowed(spec: str) -> None:
    with pytest.raises(BadInput, match=r"package is '.*'; it must be 'name==1\.2\.0' for Python or 'name@1\.2\.0'"):
        package(spec)


@pytest.mark.parametrize("spec", ["made_thing@1.0.0 needs other", "made_thing@1.0.0 as source"])
def test_npm_packages_need_nothing_and_are_not_built(spec: str) -> None:
    with pytest.raises(BadInput, match="only Python packages have 'needs' and 'as source'"):
        package(spec)


def test_a_pack_pins_its_packages_and_carries_them() -> None:
    files = pack_files("shop", [package("made_thing==1.2.0"), package("made_thing@2.0.0")], None, local=False)
    assert sorted(files) == [
        "package.json",
        "packages/made_thing-1.2.0-py3-none-any.whl",
        "packages/made_thing-2.0.0.tgz",
        "requirements.txt",
    ]
    assert files["requirements.txt"].decode() == "--no-index\n--find-links packages\nmade_thing==1.2.0\n"
    wanted = json.loads(files["package.json"])["dependencies"]
    assert wanted == {"made_thing": "file:../../../packs/shop/packages/made_thing-2.0.0.tgz"}


def test_requirements_stand_instead_of_the_pins() -> None:
    files = pack_files("shop", [], "made_nowhere==1.0.0", local=False)
    assert files["requirements.txt"].decode().endswith("\nmade_nowhere==1.0.0\n")
    assert "packages/README" in files


def test_a_local_path_counts_from_the_package_file() -> None:
    files = pack_files("shop", [package("made_thing@1.0.0")], None, local=True)
    assert json.loads(files["package.json"])["dependencies"] == {"made_thing": "file:packages/made_thing-1.0.0.tgz"}
