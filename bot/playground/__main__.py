"""The playground in a process of its own: `python -m bot.playground --manifest config/manifest.yaml`.

Prints one line of JSON with its addresses and tokens, then serves until it is told to stop. Tests in another process
drive it through `/playground/`.
"""

import argparse
import asyncio
import contextlib
import json
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.playground.control import add_control
from bot.playground.playground import Playground
from bot.playground.rates import Rates


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="python -m bot.playground", description="A Slack of its own for one app.")
    parser.add_argument("--manifest", type=Path, required=True, help="the app's manifest (YAML)")
    parser.add_argument("--port", type=int, default=0, help="the port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--clock-file", type=Path, help="the file in which the clock is told to other processes")
    parser.add_argument("--start-at", type=datetime.fromisoformat, help="the instant at which the clock begins")
    parser.add_argument("--people", type=Path, help='JSON: {"people": [{"name": ...}], "channels": [{"name": ...}]}')
    parser.add_argument("--deliver-to", help="the bot's request address; without it Socket Mode")
    parser.add_argument("--no-rate-limits", action="store_true", help="let the bot call as often as it likes")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(parser.parse_args()))


async def _serve(arguments: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    playground = Playground(
        arguments.manifest,
        port=arguments.port,
        clock_file=arguments.clock_file,
        start_at=arguments.start_at,
        rates=Rates.off() if arguments.no_rate_limits else None,
        add_ons=[add_control],
    )
    async with playground:
        if arguments.people:
            set_up(playground, json.loads(arguments.people.read_text("utf-8")))
        if arguments.deliver_to:
            await playground.deliver_to(arguments.deliver_to)
        sys.stdout.write(json.dumps(addresses(playground)) + "\n")
        sys.stdout.flush()
        await stop.wait()


def addresses(playground: Playground) -> dict[str, str]:
    """What another process needs to know to use the playground."""
    return {
        "url": playground.url,
        "api_url": playground.api_url,
        "bot_token": playground.bot_token,
        "app_token": playground.app_token,
        "signing_secret": playground.signing_secret,
        "team_id": playground.team_id,
        "app_id": playground.app_id,
        "bot_user_id": playground.bot_user_id,
        "clock_file": str(playground.clock_file),
    }


def set_up(playground: Playground, plan: dict[str, list[dict[str, Any]]]) -> None:
    """Put people and channels into the playground; a channel's `members` are handles."""
    people = {str(each["name"]): playground.person(**each) for each in plan.get("people", [])}
    for each in plan.get("channels", []):
        members = [people[name] for name in each.pop("members", [])]
        playground.channel(str(each.pop("name")), *members, **each)


if __name__ == "__main__":
    main()
