"""One place where a house rule is not kept."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Finding:
    """A rule, a place and what is wrong there."""

    file: Path
    line: int
    rule: str
    message: str

    def text(self, root: Path) -> str:
        """Return it as editors read it: `file:line: rule: message`."""
        shown = self.file.relative_to(root) if self.file.is_relative_to(root) else self.file
        return f"{shown}:{self.line}: {self.rule}: {self.message}"
