"""How long an answer waits for Slack's rate limits, and what is never tried again."""

import pytest
from aiohttp import ServerDisconnectedError
from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryState

from handlers.slack_calls import BoundedRateLimitRetry


def _call(method: str) -> HttpRequest:
    return HttpRequest(method="POST", url=f"https://slack.com/api/{method}", headers={})


def _limited(retry_after: str | None, *, status: int = 429) -> HttpResponse:
    headers: dict[str, str | list[str]] = {} if retry_after is None else {"Retry-After": retry_after}
    return HttpResponse(status_code=status, headers=headers)


@pytest.mark.parametrize(
    ("method", "retry_after", "is_tried_again"),
    [
        ("chat.postMessage", "1", True),
        ("chat.postMessage", None, True),
        ("chat.postMessage", "29", True),
        ("chat.postMessage", "30", False),
        ("chat.postMessage", "3600", False),
        ("chat.postMessage", "soon", False),
        ("views.update", "29", True),
        # A form has three seconds from the press to open in.
        ("views.open", "1", True),
        ("views.open", "2", False),
        ("views.push", "2", False),
    ],
)
async def test_an_answer_waits_only_while_it_is_of_use(
    method: str, retry_after: str | None, is_tried_again: bool
) -> None:
    retry = BoundedRateLimitRetry()
    state = RetryState()
    decided = await retry.can_retry_async(state=state, request=_call(method), response=_limited(retry_after))
    assert decided is is_tried_again


async def test_all_pauses_together_stay_within_half_a_minute() -> None:
    retry, call = BoundedRateLimitRetry(), _call("chat.postMessage")
    state = RetryState(current_attempt=1, custom_values={"waited": 20})
    assert await retry.can_retry_async(state=state, request=call, response=_limited("9"))
    assert not await retry.can_retry_async(state=state, request=call, response=_limited("10"))


async def test_the_time_waited_so_far_is_counted() -> None:
    retry, state = BoundedRateLimitRetry(), RetryState()
    await retry.prepare_for_next_attempt_async(state=state, request=_call("chat.postMessage"), response=_limited("0"))
    assert (state.current_attempt, state.next_attempt_requested, state.custom_values) == (1, True, {"waited": 1})


async def test_even_short_pauses_come_to_an_end() -> None:
    state = RetryState(current_attempt=5)
    assert not await BoundedRateLimitRetry().can_retry_async(
        state=state, request=_call("chat.postMessage"), response=_limited("0")
    )


@pytest.mark.parametrize("status", [200, 500, 503])
async def test_only_what_was_certainly_not_posted_is_tried_again(status: int) -> None:
    retry, call = BoundedRateLimitRetry(), _call("chat.postMessage")
    refused = await retry.can_retry_async(state=RetryState(), request=call, response=_limited("1", status=status))
    dropped = await retry.can_retry_async(state=RetryState(), request=call, error=ServerDisconnectedError())
    assert (refused, dropped) == (False, False)
