from django.urls import path

from polos_web.programmes import board_views, views

app_name = "programmes"
urlpatterns = [
    path("", views.listing, name="list"),
    path("documents/<slug:slug>/", views.document, name="document"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/board/", board_views.board, name="board"),
    path("<slug:slug>/board/add/", board_views.add, name="board_add"),
    path("<slug:slug>/board/criteria/", board_views.criteria, name="board_criteria"),
    path("<slug:slug>/board/<int:number>/", board_views.candidate, name="candidate"),
    path("<slug:slug>/board/<int:number>/move/", board_views.move, name="candidate_move"),
    path("<slug:slug>/board/<int:number>/documents/", board_views.attach, name="candidate_attach"),
    path(
        "<slug:slug>/board/<int:number>/documents/<int:document>/",
        board_views.document,
        name="candidate_document",
    ),
    path("<slug:slug>/board/<int:number>/<slug:criterion>/", board_views.find, name="candidate_find"),
]
