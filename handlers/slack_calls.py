"""What may go wrong with a call of Slack's Web API, `SlackPaused` included."""

import asyncio

import aiohttp
from slack_sdk.errors import SlackClientError

NETWORK_TROUBLE = (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError)
