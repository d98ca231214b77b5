from django.urls import path, re_path

from polos_web.surveys import answer_views, delphi_views, result_views, views

app_name = "surveys"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("answer/<slug:link>/", answer_views.answer, name="answer"),
    path("reference-2019/", result_views.reference, name="reference"),
    path("delphi/new/", delphi_views.new, name="new_delphi"),
    path("delphi/answer/<slug:link>/", delphi_views.answer, name="delphi_answer"),
    path("delphi/<int:number>/", delphi_views.overview, name="delphi"),
    path("delphi/<int:number>/edit/", delphi_views.edit, name="edit_delphi"),
    path("delphi/<int:number>/move/", delphi_views.move, name="move_delphi"),
    path("delphi/<int:number>/links.csv", delphi_views.links, name="delphi_links"),
    path("delphi/<int:number>/archive.zip", delphi_views.archive, name="delphi_archive"),
    path("<int:number>/results/", result_views.view, name="results"),
    path("<int:number>/results/compute/", result_views.compute, name="compute"),
    re_path(
        r"^(?P<number>[0-9]+)/results/wave-(?P<wave>[0-9]+)\.(?P<form>csv|xlsx|json)$",
        result_views.table,
        name="table",
    ),
    path("<int:number>/results/<int:wave>/<slug:question>.svg", result_views.figure, name="figure"),
    path("<int:number>/archive/<int:version>/", result_views.archive, name="archive"),
    path("<int:number>/", views.overview, name="survey"),
    path("<int:number>/edit/", views.edit, name="edit"),
    path("<int:number>/try/", views.try_out, name="try"),
    path("<int:number>/file/", views.file_in, name="file"),
    re_path(r"^(?P<number>[0-9]+)/questionnaire\.(?P<form>csv|xlsx)$", views.file_out, name="file_out"),
    path("<int:number>/questions/", views.new_question, name="new_question"),
    path("<int:number>/questions/<slug:name>/", views.question, name="question"),
    path("<int:number>/questions/<slug:name>/move/", views.move_question, name="move_question"),
    path("<int:number>/waves/", views.new_wave, name="new_wave"),
    path("<int:number>/waves/<int:wave>/", views.wave, name="wave"),
    path("<int:number>/waves/<int:wave>/invite/", views.invite, name="invite"),
    path("<int:number>/waves/<int:wave>/links.csv", views.links, name="links"),
    path("<int:number>/waves/<int:wave>/people/<int:person>/", views.withdraw, name="withdraw"),
    path("<int:number>/waves/<int:wave>/move/", views.move, name="move"),
    path("<int:number>/waves/<int:wave>/write/", views.write, name="write"),
]
