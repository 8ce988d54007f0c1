"""The command line of the emulator."""

import argparse
import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from attune_emulator import __version__, deviations
from attune_emulator.settings import Settings


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 (a free one) to 65535")
    return int(text)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no duration: seconds above 0")
    return value


def _count(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is no count: a whole number from 0")
    return int(text)


def _deviations(kind: Literal["gap", "defect"]) -> Callable[[str], frozenset[str]]:
    def read(text: str) -> frozenset[str]:
        try:
            return deviations.parse(text, kind)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return read


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the emulator's options."""
    parser = argparse.ArgumentParser(prog="attune_emulator", description="A local emulator of the Attune platform.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--port", type=_port, default=8080, help="API port, 0 for a free one (default 8080)")
    parser.add_argument("--ws-port", type=_port, default=8081, help="notifier port, 0 for a free one (default 8081)")
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="where state is kept; made when missing"
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: loopback)")
    parser.add_argument(
        "--gaps", type=_deviations("gap"), default=frozenset(), metavar="all|none|ID,...",
        help="gaps in which to behave like the real platform (default none: keep the plan's promises)",
    )  # fmt: skip
    parser.add_argument(
        "--defects",
        type=_deviations("defect"),
        default=frozenset(),
        metavar="ID,...",
        help="faults to seed (default none)",
    )
    parser.add_argument("--workers", type=_count, default=1, metavar="N", help="worker processes (default 1)")
    parser.add_argument("--default-timeout", type=_seconds, default=300, metavar="S", help="of an action (default 300)")
    parser.add_argument("--heartbeat", type=_seconds, default=30, metavar="S", help="of a worker (default 30)")
    parser.add_argument(
        "--stale-after", type=_seconds, default=90, metavar="S", help="worker counts as lost (default 90)"
    )
    parser.add_argument("--token-ttl", type=_count, metavar="S", help="life of access tokens (default 86400)")
    parser.add_argument("--owner-pid", type=_count, metavar="PID", help="exit when this process is gone")
    parser.add_argument("--ready-file", type=Path, metavar="F", help="written as JSON once listening")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run an emulator; returns the exit code."""
    options = build_parser().parse_args(arguments)
    from attune_emulator.server import serve

    asyncio.run(serve(Settings(**vars(options) | {"data": options.data.absolute()})))
    return 0
