"""`python -m bot.translations` writes the template anew."""

from bot.translations.extracting import TEMPLATE, template

if __name__ == "__main__":
    TEMPLATE.write_text(template())
