from django.urls import path

from polos_web.actors import views

app_name = "actors"
urlpatterns = [
    path("", views.listing, name="list"),
    path("actors.csv", views.actors_csv, name="actors_csv"),
    path("contacts/<slug:slug>/", views.contact, name="contact"),
    path("bodies/<slug:slug>/", views.body, name="body"),
    path("<slug:slug>/", views.detail, name="detail"),
]
