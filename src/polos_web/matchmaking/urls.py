from django.urls import path

from polos_web.matchmaking import cluster_views, views

app_name = "matchmaking"
urlpatterns = [
    path("", views.counterparts, name="counterparts"),
    path("list.<str:form>", views.download, name="list"),
    path("check/", views.check, name="check"),
    path("firms/", views.firms, name="firms"),
    path("clusters/", cluster_views.start, name="clusters"),
    path("clusters/<slug:cluster_id>/", cluster_views.listing, name="cluster"),
    path("clusters/<slug:cluster_id>/list.<str:form>", cluster_views.download, name="cluster_list"),
    path("clusters/<slug:cluster_id>/<slug:other>/", cluster_views.pair, name="cluster_pair"),
    path("<slug:territory>/<slug:other>/", views.pair, name="pair"),
    path("<slug:territory>/<slug:other>/brief.pdf", views.brief, name="brief"),
]
