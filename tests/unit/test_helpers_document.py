"""docs/helpers.md tells the truth: every helper has its row, exists by name, and is used by the test it names."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from AttuneLibrary import AttuneLibrary

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "helpers.md"
ROW = re.compile(r"^\| (\d+) \| `(.+?)` \| (.+?) \| .* \| `(.+?)` \|$")
NUMBER = 71


@dataclass(frozen=True)
class Helper:
    number: int
    promised: str
    here: str
    test: str

    @property
    def name(self) -> str:
        return self.here.strip("`")

    @property
    def is_keyword(self) -> bool:
        return bool(re.fullmatch(r"[A-Z][A-Za-z ]+", self.name))


def helpers() -> list[Helper]:
    matches = [ROW.match(line) for line in DOCUMENT.read_text().splitlines()]
    return [Helper(int(found[1]), found[2], found[3], found[4]) for found in matches if found]


@pytest.fixture(scope="module")
def keywords() -> set[str]:
    return {name.lower().replace("_", " ") for name in AttuneLibrary().get_keyword_names()}


def test_every_helper_has_one_row() -> None:
    assert [helper.number for helper in helpers()] == list(range(1, NUMBER + 1))


@pytest.mark.parametrize("helper", [helper for helper in helpers() if helper.is_keyword], ids=lambda h: h.name)
def test_a_promised_function_is_a_keyword_of_that_name(helper: Helper, keywords: set[str]) -> None:
    assert helper.name.lower() == helper.promised.removesuffix("()").replace("_", " ")
    assert helper.name.lower() in keywords


@pytest.mark.parametrize("helper", helpers(), ids=lambda h: f"{h.number}-{h.promised}")
def test_the_test_that_proves_a_helper_exists_and_uses_it(helper: Helper) -> None:
    text = (ROOT / helper.test).read_text()
    if helper.name.startswith("-"):
        assert f'"{helper.name.split()[0]}"' in text
    elif helper.is_keyword or helper.name[0] in "$&":
        assert helper.name.strip("${&}") in text
