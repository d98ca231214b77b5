from django.urls import path

from polos_web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("export.json", views.export, name="export"),
    path("erase/", views.erase, name="erase"),
    path("roles/", views.roles, name="roles"),
    path("roles/<int:number>/end/", views.end_assignment, name="end_assignment"),
    path("audit/", views.events, name="audit"),
]
