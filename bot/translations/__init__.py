"""The catalogues, one `<language>.po` each, and `messages.pot`, the template for a new one: every English pattern there
is. `python -m bot.translations` writes that anew from the program's own text.
"""
