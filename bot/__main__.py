"""`python -m bot`: the same as `outcome-bot`."""

from bot.cli import main

main(prog_name="outcome-bot")
