from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "polos_web.dialogue"
    label = "dialogue"
