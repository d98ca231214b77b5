from django.urls import path

from polos_web.api import views

app_name = "tokens"
urlpatterns = [
    path("", views.tokens, name="list"),
    path("<int:number>/end/", views.end, name="end"),
]
