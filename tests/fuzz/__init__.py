"""Payloads of every kind that Slack sends, recorded, spoiled, and sent to the running bot: `python -m tests.fuzz`."""
