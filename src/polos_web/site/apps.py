from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "polos_web.site"
    label = "site"
