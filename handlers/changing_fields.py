"""What every form says that changes one thing: whether it was meant so from the start."""

from bot.errors import UserError
from bot.fields import Field
from bot.views.changing import START, TODAY
from handlers.form_values import FormValues


def is_corrected(form: FormValues) -> bool:
    """Whether it was meant so from the start. Raises UserError where the form asks that and it was left open."""
    if not form.has(Field.HOLDS_FROM):
        return False
    if form.choice(Field.HOLDS_FROM) not in (START, TODAY):
        raise UserError("Choose one of these.", field=Field.HOLDS_FROM)
    return form.choice(Field.HOLDS_FROM) == START
