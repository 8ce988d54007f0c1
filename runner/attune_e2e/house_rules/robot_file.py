"""A suite or resource file as the rules look at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from robot.api import Token
from robot.api.parsing import (
    Comment,
    Documentation,
    ForHeader,
    IfHeader,
    InlineIfHeader,
    Keyword,
    LibraryImport,
    ResourceImport,
    Tags,
    Template,
    TemplateArguments,
    TestCase,
    TestCaseSection,
    TestTags,
    TestTemplate,
    TryHeader,
    WhileHeader,
    get_model,
)

CONTROL = (ForHeader, IfHeader, InlineIfHeader, TryHeader, WhileHeader)
NAMES = (Token.KEYWORD, Token.NAME)


@dataclass(frozen=True)
class RobotFile:
    """One parsed file."""

    path: Path

    @cached_property
    def model(self) -> Any:
        return get_model(self.path)

    @property
    def is_suite(self) -> bool:
        return self.path.suffix == ".robot" and self.path.name != "__init__.robot"

    @cached_property
    def statements(self) -> list[Any]:
        return list(_statements(self.model))

    @cached_property
    def tests(self) -> list["RobotTest"]:
        return [RobotTest(self, block) for block in _blocks(self.model, TestCase)]

    @cached_property
    def keywords(self) -> list[Any]:
        return list(_blocks(self.model, Keyword))

    def of(self, *kinds: type) -> list[Any]:
        """Return the statements of some kinds, in the whole file."""
        return [statement for statement in self.statements if isinstance(statement, kinds)]

    @property
    def documented(self) -> bool:
        sections = [section for section in self.model.sections if section.header and "SETTING" in section.header.type]
        return any(isinstance(statement, Documentation) for section in sections for statement in section.body)

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(tag for statement in self.of(TestTags) for tag in statement.values)

    @property
    def imports(self) -> list[Any]:
        return self.of(ResourceImport, LibraryImport)

    @property
    def file_template(self) -> bool:
        return any(statement.value for statement in self.of(TestTemplate))

    @property
    def headed_table(self) -> bool:
        """Tell whether the test section's own header names the columns."""
        sections = [section for section in self.model.sections if isinstance(section, TestCaseSection)]
        return any(len(section.header.get_tokens(Token.TESTCASE_HEADER)) > 1 for section in sections)


@dataclass(frozen=True)
class RobotTest:
    """One test of a file."""

    file: RobotFile
    block: Any

    @property
    def name(self) -> str:
        return str(self.block.name)

    @property
    def line(self) -> int:
        return int(self.block.lineno)

    @property
    def own_tags(self) -> tuple[str, ...]:
        return tuple(tag for statement in self._of(Tags) for tag in statement.values)

    @property
    def tags(self) -> tuple[str, ...]:
        """Return all its tags: `-tag` takes one of the file's away."""
        away = {tag[1:] for tag in self.own_tags if tag.startswith("-")}
        own = [tag for tag in self.own_tags if not tag.startswith("-")]
        return tuple(dict.fromkeys([*(tag for tag in self.file.tags if tag not in away), *own]))

    @property
    def documented(self) -> bool:
        return any(self._of(Documentation))

    @property
    def templated(self) -> bool:
        own = self._of(Template)
        return any(statement.value for statement in own) if own else self.file.file_template

    @property
    def headed(self) -> bool:
        """Tell whether a comment stands above the first row."""
        for statement in _statements(self.block):
            if isinstance(statement, TemplateArguments):
                return False
            if isinstance(statement, Comment):
                return True
        return False

    def _of(self, kind: type) -> list[Any]:
        return [statement for statement in _statements(self.block) if isinstance(statement, kind)]


def calls(statements: list[Any]) -> Iterator[tuple[str, int]]:
    """Yield every word that calls a keyword: itself, as setup or template, or handed to another keyword."""
    for statement in statements:
        for token in statement.tokens:
            if token.type in NAMES or token.type == Token.ARGUMENT:
                yield token.value, token.lineno


def _statements(block: Any) -> Iterator[Any]:
    for name in ("header", "sections", "body", "orelse", "next", "end"):
        part = getattr(block, name, None)
        for child in part if isinstance(part, list) else [part] if part is not None else []:
            if hasattr(child, "tokens"):
                yield child
            else:
                yield from _statements(child)


def _blocks(block: Any, kind: type) -> Iterator[Any]:
    for section in block.sections:
        yield from (child for child in section.body if isinstance(child, kind))
