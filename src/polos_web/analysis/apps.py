from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "polos_web.analysis"
    label = "analysis"
