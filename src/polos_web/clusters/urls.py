from django.urls import path

from polos_web.clusters import views

app_name = "clusters"
urlpatterns = [
    path("", views.listing, name="list"),
    path("clusters.<slug:form>", views.download, name="download"),
    path("compare/", views.compare, name="compare"),
    path("compare/table.csv", views.compare_csv, name="compare_csv"),
    path("new/", views.begin, name="begin"),
    path("<slug:cluster_id>/", views.detail, name="detail"),
    path("<slug:cluster_id>/publish/", views.publish, name="publish"),
    path("<slug:cluster_id>/organisation/", views.add_organisation, name="add_organisation"),
]
