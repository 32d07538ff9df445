"""What Slack would refuse: pure checks of Web API arguments, messages, views and offered options.

Tables say what each block, element and method takes (`blocks`, `elements`, `inputs`, `methods`); `schema` reads them.
The rules are those of Slack's reference pages; where these and what people measured differ, the stricter one holds.
"""

from bot.playground.strict.arguments import check_arguments
from bot.playground.strict.messages import check_message
from bot.playground.strict.options import check_options
from bot.playground.strict.refusal import Refusal
from bot.playground.strict.scopes import scopes_for
from bot.playground.strict.views import check_view

__all__ = ["Refusal", "check_arguments", "check_message", "check_options", "check_view", "scopes_for"]
