from django.urls import path

from polos_web.site import news_views, views

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("glossary/", views.glossary, name="glossary"),
    path("news/", news_views.news, name="news"),
    path("news/calls.atom", news_views.calls, name="calls"),
    path("news/stop/<str:link>/", news_views.stop, name="stop"),
]
