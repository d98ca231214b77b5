from django.urls import path

from polos_web.archive import views

app_name = "archive"
urlpatterns = [
    path("<slug:slug>/part.zip", views.programme_part, name="programme_part"),
]
