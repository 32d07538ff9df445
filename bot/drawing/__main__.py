"""The process that draws: pictures come in by its standard input, and go out as PNGs by its standard output.

Each is preceded by its length, four bytes. Where one cannot be drawn, nothing comes back, of length 0, and why is said
on standard error. The process ends with its input, and so with whoever started it.
"""

import json
import os
import sys
import traceback
from typing import BinaryIO

from bot.drawing.figure import draw
from bot.drawing.wire import from_json

_LENGTH = 4


def serve(wanted: BinaryIO, drawn: BinaryIO) -> None:
    """Draw until there is nothing more to draw."""
    while len(length := wanted.read(_LENGTH)) == _LENGTH:
        png = _drawn(wanted.read(int.from_bytes(length, "big")))
        drawn.write(len(png).to_bytes(_LENGTH, "big") + png)
        drawn.flush()


def _drawn(asked: bytes) -> bytes:
    try:
        return draw(from_json(json.loads(asked)))
    except Exception:  # noqa: BLE001  # one picture that cannot be drawn must not keep the next from it
        traceback.print_exc()
        return b""


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(10)  # whoever waits for an answer comes before whoever waits for a picture
    serve(sys.stdin.buffer, sys.stdout.buffer)
