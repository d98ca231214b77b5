from django.urls import path

from polos_web.programmes import views

app_name = "programmes"
urlpatterns = [
    path("", views.listing, name="list"),
    path("documents/<slug:slug>/", views.document, name="document"),
    path("<slug:slug>/", views.detail, name="detail"),
]
