from django.apps import AppConfig


class MatchmakingConfig(AppConfig):
    name = "polos_web.matchmaking"
    label = "matchmaking"
