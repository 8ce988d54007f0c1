"""Following a file while somebody writes it, as server-sent events."""

import asyncio
import codecs
from collections.abc import AsyncIterator, Callable
from pathlib import Path

PIECE = 65536


def event(name: str, text: str | None = None, offset: int | None = None) -> bytes:
    """Return one event; `offset` is where to go on after it, in bytes."""
    lines = [f"event: {name}"]
    lines += [f"data: {line}" for line in text.split("\n")] if text is not None else []
    lines += [f"id: {offset}"] if offset is not None else []
    return ("\n".join(lines) + "\n\n").encode()


async def follow(
    find: Callable[[], Path | None], ended: Callable[[], bool], offset: int, pause: float, *, numbered: bool
) -> AsyncIterator[bytes]:
    """Yield a file's content from `offset` on as it grows: ``content``, then ``append``.

    While there is no file yet, ``waiting`` is said. `find` returns the file wherever it lies by now; when `ended` says
    so, the rest is read and the stream is over.
    """
    decoder, name = codecs.getincrementaldecoder("utf-8")("replace"), "content"
    while True:
        last = ended()
        file = find()
        while file is not None and (data := _read(file, offset)):
            offset += len(data)
            text = decoder.decode(data)
            if text:
                yield event(name, text, offset if numbered else None)
                name = "append"
        if last:
            return
        if file is None:
            yield event("waiting", "Waiting for log output")
        await asyncio.sleep(pause)


def _read(file: Path, offset: int) -> bytes:
    try:
        with file.open("rb") as stream:
            stream.seek(offset)
            return stream.read(PIECE)
    except FileNotFoundError:
        # It was moved to its final place between two looks.
        return b""
