"""`outcome-bot demo`: the real bot in a Slack of its own on this machine, with three weeks of history behind it."""
