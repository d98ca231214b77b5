from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "polos_web.territories"
    label = "territories"
