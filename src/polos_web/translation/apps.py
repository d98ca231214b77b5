from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "polos_web.translation"
    label = "translation"
