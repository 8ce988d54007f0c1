"""xunit.xml as build servers read it: one root, a suite a file, lost tests as errors."""

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from attune_e2e.outcome import Outcome, Result

# Characters that XML 1.0 cannot hold, not even escaped.
_INVALID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ELEMENTS = {"FAIL": "failure", "LOST": "error", "NOT RUN": "skipped", "SKIP": "skipped"}


def write(outcome: Outcome, file: Path) -> None:
    """Write the outcome of a run."""
    root = ElementTree.Element("testsuites", {"name": "Attune E2E", **_counts(outcome.results)})
    suites: dict[str, list[Result]] = {}
    for result in outcome.results:
        suites.setdefault(result.test.suite, []).append(result)
    for name, results in suites.items():
        suite = ElementTree.SubElement(root, "testsuite", {"name": name, **_counts(results)})
        for result in results:
            _case(suite, result)
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(file, encoding="UTF-8", xml_declaration=True)


def _counts(results: Sequence[Result]) -> dict[str, str]:
    kinds = [_ELEMENTS.get(result.status) for result in results]
    return {
        "tests": str(len(results)),
        "failures": str(kinds.count("failure")),
        "errors": str(kinds.count("error")),
        "skipped": str(kinds.count("skipped")),
        "time": f"{sum(result.seconds for result in results):.3f}",
    }


def _case(suite: ElementTree.Element, result: Result) -> None:
    case = ElementTree.SubElement(
        suite, "testcase", classname=result.test.suite, name=result.test.name, time=f"{result.seconds:.3f}"
    )
    if kind := _ELEMENTS.get(result.status):
        message = _INVALID.sub("�", result.message)
        child = ElementTree.SubElement(case, kind, message=message.split("\n", 1)[0])
        if kind != "skipped":
            child.set("type", "Lost" if result.status == "LOST" else "AssertionError")
            child.text = message
