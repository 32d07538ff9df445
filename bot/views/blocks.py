"""Small builders for Block Kit. This module alone turns raw text into mrkdwn and cuts it to Slack's limits."""

from typing import Any

Block = dict[str, Any]
Message = dict[str, Any]
"""`text` and `blocks`, as chat.postMessage, chat.update and a response take them."""
View = dict[str, Any]
