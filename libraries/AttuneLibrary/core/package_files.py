"""Packages that nobody has published: a Python package or an npm package made from its name and version alone.

A made package does one thing: it says what it is. A test that imports it knows which version it was given, and no
package index has to be reached.
"""

import io
import json
import re
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from .errors import BadInput

FOLDER = "packages"
SPEC = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*)(?P<sign>==|@)(?P<version>\d+(\.\d+)*)( needs (?P<needs>.+?))?(?P<source> as source)?"
)
ALLOWED = "'name==1.2.0' for Python or 'name@1.2.0' for npm, such as 'made_top==1.0.0 needs made_base>=2'"
# Both kinds of tools refuse or warn about dates before 1980.
MOMENT = 1_700_000_000
BUILD = '''\
"""Builds the wheel that lies beside it: a build needs nothing from anywhere."""

import pathlib
import shutil


def build_wheel(folder, config_settings=None, metadata_directory=None):
    (made,) = pathlib.Path(__file__).parent.glob("*.whl")
    shutil.copy(made, folder)
    return made.name


def build_sdist(folder, config_settings=None):
    raise NotImplementedError
'''


@dataclass(frozen=True, slots=True)
class Package:
    """One version of a made package; `needs` is what it requires in turn, `source` an archive that has to be built."""

    name: str
    version: str
    npm: bool = False
    needs: str = ""
    source: bool = False

    @property
    def file(self) -> str:
        if self.npm:
            return f"{self.name}-{self.version}.tgz"
        return f"{self.name}-{self.version}" + (".tar.gz" if self.source else "-py3-none-any.whl")

    def content(self) -> bytes:
        """The bytes of the file."""
        if self.npm:
            return _tar("package", self._npm_files())
        if self.source:
            return _tar(f"{self.name}-{self.version}", self._source_files())
        return self._wheel()

    def _npm_files(self) -> dict[str, bytes]:
        described = {"name": self.name, "version": self.version, "main": "index.js", "license": "Apache-2.0"}
        code = f"exports.name = '{self.name}';\nexports.version = '{self.version}';\n"
        return {"package.json": json.dumps(described).encode(), "index.js": code.encode()}

    def _source_files(self) -> dict[str, bytes]:
        wheel = Package(self.name, self.version, needs=self.needs)
        system = '[build-system]\nrequires = []\nbuild-backend = "build_made"\nbackend-path = ["."]\n'
        return {
            "PKG-INFO": self._metadata().encode(),
            "pyproject.toml": system.encode(),
            "build_made.py": BUILD.encode(),
            wheel.file: wheel.content(),
        }

    def _metadata(self) -> str:
        needs = f"Requires-Dist: {self.needs}\n" if self.needs else ""
        return f"Metadata-Version: 2.1\nName: {self.name}\nVersion: {self.version}\n{needs}"

    def _wheel(self) -> bytes:
        about = f"{self.name}-{self.version}.dist-info"
        files = {
            f"{self.name}/__init__.py": f"name = '{self.name}'\n__version__ = '{self.version}'\n",
            f"{about}/METADATA": self._metadata(),
            f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: made\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        record = "".join(f"{name},,\n" for name in [*files, f"{about}/RECORD"])
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, text in (files | {f"{about}/RECORD": record}).items():
                archive.writestr(zipfile.ZipInfo(name), text)
        return buffer.getvalue()


def package(spec: str) -> Package:
    """The package that a text such as ``made_thing==1.2.0`` asks for."""
    match = SPEC.fullmatch(spec.strip())
    if match is None:
        raise BadInput(f"package is '{spec}'; it must be {ALLOWED}")
    npm = match["sign"] == "@"
    if npm and (match["needs"] or match["source"]):
        raise BadInput(f"package is '{spec}'; only Python packages have 'needs' and 'as source'")
    return Package(match["name"], match["version"], npm, match["needs"] or "", bool(match["source"]))


def pack_files(ref: str, packages: list[Package], requirements: str | None, local: bool) -> dict[str, bytes]:
    """What has to lie in the folder of the pack `ref` so that it gets these packages.

    Python packages come with a requirements.txt that pins each of them, or has the lines `requirements` instead; npm
    packages with a package.json. npm looks for a relative path from where it installs, which is not the pack's folder:
    an environment lies beside that of the packs. With `local` the path counts from the package.json.
    """
    files = {f"{FOLDER}/{one.file}": one.content() for one in packages}
    python = [one for one in packages if not one.npm]
    if python or requirements is not None:
        lines = requirements if requirements is not None else "\n".join(f"{one.name}=={one.version}" for one in python)
        files["requirements.txt"] = f"--no-index\n--find-links {FOLDER}\n{lines}\n".encode()
    if npm := [one for one in packages if one.npm]:
        folder = FOLDER if local else f"../../../packs/{ref}/{FOLDER}"
        wanted = {one.name: f"file:{folder}/{one.file}" for one in npm}
        files["package.json"] = json.dumps({"name": ref, "private": True, "dependencies": wanted}).encode()
    # A link that holds nothing is an error of pip, an empty folder is none; archives carry no empty folders.
    if requirements is not None and not python:
        files[f"{FOLDER}/README"] = b"Nothing is here.\n"
    return files


def _tar(folder: str, files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size, entry.mtime, entry.mode = len(content), MOMENT, 0o644
            tar.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()
