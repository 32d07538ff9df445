"""The load: a process of its own that posts prepared requests over kept-alive connections and times each answer.

It reads a plan from standard input and writes what it measured to standard output, both as JSON. Nothing is signed,
rendered or parsed while the clock runs.
"""

import asyncio
import json
import re
import sys
from collections.abc import Iterator
from time import perf_counter
from typing import Any


async def post_all(port: int, requests: Iterator[tuple[str, str]], *, at_once: int) -> tuple[list[float], list[str]]:
    """Post every (head, body) over `at_once` connections, each its next one as soon as it is answered: the seconds that
    each took, and the answers.
    """
    took: list[float] = []
    answers: list[str] = []

    async def one_connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for head, body in requests:
            sent = f"{head}\r\n\r\n{body}".encode()
            began = perf_counter()
            writer.write(sent)
            answer = await _answer(reader)
            took.append(perf_counter() - began)
            answers.append(answer)
        writer.close()
        await writer.wait_closed()

    async with asyncio.TaskGroup() as connections:
        for _ in range(at_once):
            connections.create_task(one_connection())
    return took, answers


async def _answer(reader: asyncio.StreamReader) -> str:
    """The body of one answer. Raises ValueError unless its status is 200."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    body = (await reader.readexactly(length)).decode()
    if not head.startswith(b"http/1.1 200"):
        raise ValueError(f"{head.decode()}{body}")
    return body


async def _measured(plan: dict[str, Any]) -> dict[str, Any]:
    expected = re.compile(plan["expected"])
    requests = iter([(head, body) for head, body in plan["requests"]])
    began = perf_counter()
    took, answers = await post_all(plan["port"], requests, at_once=plan["at_once"])
    lasted = perf_counter() - began
    return {
        "seconds": lasted,
        "took": sorted(took),
        "as_expected": sum(bool(expected.search(answer)) for answer in answers),
        "unexpected": [answer for answer in answers if not expected.search(answer)],
    }


if __name__ == "__main__":
    json.dump(asyncio.run(_measured(json.load(sys.stdin))), sys.stdout)
