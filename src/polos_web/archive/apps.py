from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "polos_web.archive"
    label = "archive"
