from django.urls import path

from polos_web.clusters import views

app_name = "clusters"
urlpatterns = [
    path("", views.listing, name="list"),
    path("clusters.csv", views.clusters_csv, name="clusters_csv"),
    path("<slug:cluster_id>/", views.detail, name="detail"),
]
