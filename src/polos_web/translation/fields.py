"""A column that holds a ``Text`` as JSON."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext

from polos_web.translation.text import Text, from_plain


class TranslatedField(models.JSONField):
    """A text in several languages; a further language needs no new column."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Text | None:
        stored = super().from_db_value(value, expression, connection)
        return None if stored is None else from_plain(stored)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value.to_plain() if isinstance(value, Text) else value)

    def to_python(self, value: Any) -> Text | None:
        if value is None or isinstance(value, Text):
            return value
        try:
            return from_plain(value)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise ValidationError(gettext("This is not a text with its language.")) from None

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value.to_plain() if isinstance(value, Text) else value, model_instance)

    def value_to_string(self, obj: Any) -> Any:
        value = self.value_from_object(obj)
        return value.to_plain() if isinstance(value, Text) else value
