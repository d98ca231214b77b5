from django.urls import path

from polos_web.events import own_views, views

app_name = "events"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("mine/<slug:link>/", own_views.mine, name="mine"),
    path("mine/<slug:link>/free/", own_views.free, name="free"),
    path("mine/<slug:link>/answers/", own_views.answers, name="answers"),
    path("mine/<slug:link>/ask/", own_views.ask, name="ask"),
    path("mine/<slug:link>/leave/", own_views.leave, name="leave"),
    path("<int:number>/", views.overview, name="event"),
    path("<int:number>/edit/", views.edit, name="edit"),
    path("<int:number>/move/", views.move, name="move"),
    path("<int:number>/participants/", views.participants, name="participants"),
    path("<int:number>/participants/participants.csv", views.participants_csv, name="participants_csv"),
    path("<int:number>/participants/new/", views.new_participant, name="new_participant"),
    path("<int:number>/participants/<int:person>/", views.participant, name="participant"),
    path("<int:number>/participants/<int:person>/link/", views.renew_link, name="renew_link"),
    path("<int:number>/participants/<int:person>/erase/", views.erase, name="erase"),
    path("<int:number>/clusters/", views.clusters, name="clusters"),
    path("<int:number>/interpreters/", views.interpreters, name="interpreters"),
    path(
        "<int:number>/interpreters/<int:interpreter>/remove/",
        views.remove_interpreter,
        name="remove_interpreter",
    ),
    path("<int:number>/files/<slug:kind>/", views.files, name="files"),
    path("<int:number>/files/<slug:kind>.csv", views.sample, name="sample"),
    path("<int:number>/upload/<int:upload>/", views.upload, name="upload"),
    path("<int:number>/requests/", views.requests, name="requests"),
    path("<int:number>/requests/new/", views.new_request, name="new_request"),
    path("<int:number>/requests/<int:wanted>/", views.rule, name="rule"),
]
