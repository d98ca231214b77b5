from django.apps import AppConfig


class ConvergenceConfig(AppConfig):
    name = "polos_web.convergence"
    label = "convergence"
