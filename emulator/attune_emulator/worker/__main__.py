"""The command line of a worker; only the emulator starts one."""

import argparse
import asyncio
import logging
import shutil
import signal
import socket
from pathlib import Path

from attune_emulator.worker.agent import Agent
from attune_emulator.worker.places import Places, find_node


def main() -> None:
    """Run a worker until the emulator closes the socket."""
    parser = argparse.ArgumentParser(prog="attune_emulator.worker", description=__doc__)
    parser.add_argument("--socket", type=int, required=True, help="the inherited descriptor of the conversation")
    parser.add_argument("--heartbeat", type=float, required=True, help="seconds")
    for name in ("packs", "artifacts", "runtime-envs", "temporary"):
        parser.add_argument(f"--{name}", type=Path, required=True, metavar="DIR")
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    options.temporary.mkdir(parents=True, exist_ok=True)
    places = Places(options.packs, options.artifacts, options.runtime_envs, options.temporary, find_node())
    try:
        asyncio.run(_work(places, options.heartbeat, socket.socket(fileno=options.socket)))
    finally:
        shutil.rmtree(options.temporary, ignore_errors=True)


async def _work(places: Places, heartbeat: float, end: socket.socket) -> None:
    agent = Agent(places, heartbeat)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, agent.leave)
    await agent.work(end)


if __name__ == "__main__":
    main()
