from django.urls import path, re_path

from polos_web.convergence import coding_views, run_views, views

app_name = "convergence"
urlpatterns = [
    path("", views.compare, name="compare"),
    re_path(r"^table\.(?P<form>csv|xlsx)$", views.table, name="table"),
    path("runs/", run_views.listing, name="runs"),
    path("runs/save/", run_views.save, name="save"),
    path("runs/difference/", run_views.difference, name="difference"),
    path("runs/<int:number>/", run_views.run, name="run"),
    path("runs/<int:number>/change/", run_views.change_run, name="change_run"),
    re_path(r"^runs/(?P<number>[0-9]+)/table\.(?P<form>csv|xlsx)$", run_views.run_table, name="run_table"),
    path("groups/save/", run_views.save_group, name="save_group"),
    path("groups/<int:number>/change/", run_views.change_group, name="change_group"),
    path("coding/", coding_views.listing, name="coding"),
    path("coding/<slug:slug>/", coding_views.priority, name="code"),
    re_path(r"^(?P<axis>markets|technologies)\.(?P<form>svg|json)$", views.figure, name="figure"),
]
