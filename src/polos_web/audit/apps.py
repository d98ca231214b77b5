from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "polos_web.audit"
    label = "audit"
