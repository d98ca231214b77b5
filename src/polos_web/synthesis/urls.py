from django.urls import path, re_path

from polos_web.synthesis import coding_views, opinion_views, views, work_views

app_name = "synthesis"
urlpatterns = [
    path("<slug:slug>/synthesis/", views.table, name="table"),
    re_path(r"^(?P<slug>[-\w]+)/synthesis/synthesis\.(?P<form>docx|pdf|xlsx)$", views.file, name="file"),
    path("<slug:slug>/synthesis/sentences/<int:number>/", views.sentence, name="sentence"),
    path("<slug:slug>/synthesis/versions/", views.versions, name="versions"),
    path("<slug:slug>/synthesis/versions/<int:number>/", views.version, name="version"),
    path("<slug:slug>/synthesis/begin/", work_views.begin, name="begin"),
    path("<slug:slug>/synthesis/work/", work_views.work, name="work"),
    path("<slug:slug>/synthesis/work/topics/<int:number>/", work_views.topic, name="topic"),
    path(
        "<slug:slug>/synthesis/work/topics/<int:number>/remove/", work_views.remove_topic, name="remove_topic"
    ),
    path("<slug:slug>/synthesis/work/sentences/new/", work_views.new_sentence, name="new_sentence"),
    path(
        "<slug:slug>/synthesis/work/sentences/<int:number>/", work_views.edit_sentence, name="edit_sentence"
    ),
    path(
        "<slug:slug>/synthesis/work/sentences/<int:number>/remove/",
        work_views.remove_sentence,
        name="remove_sentence",
    ),
    path("<slug:slug>/synthesis/work/save/", work_views.save, name="save"),
    path("<slug:slug>/synthesis/work/adopt/", work_views.adopt, name="adopt"),
    path("<slug:slug>/synthesis/work/take-up/", work_views.take_up, name="take_up"),
    path("<slug:slug>/coding/", coding_views.coding, name="coding"),
    path("<slug:slug>/coding/coders/", coding_views.name_coder, name="name_coder"),
    path("<slug:slug>/coding/coders/<int:number>/remove/", coding_views.remove_coder, name="remove_coder"),
    path("<slug:slug>/coding/suggestions/", coding_views.suggest, name="suggest"),
    path("<slug:slug>/coding/open/", coding_views.open_codes, name="open_codes"),
    path("<slug:slug>/coding/passages/", coding_views.passages, name="passages"),
    path("<slug:slug>/coding/own/", coding_views.own, name="own"),
    path("<slug:slug>/coding/own/<int:statement>/", coding_views.code, name="code"),
    path("<slug:slug>/coding/done/", coding_views.finish, name="finish"),
    path("<slug:slug>/coding/<int:statement>/resolve/", coding_views.resolve, name="resolve"),
    path("<slug:slug>/opinions/", opinion_views.view, name="opinions"),
    path("<slug:slug>/opinions/compute/", opinion_views.compute, name="compute"),
    path("<slug:slug>/opinions/map.svg", opinion_views.picture, name="map"),
    path("<slug:slug>/opinions/map.csv", opinion_views.points, name="points"),
    path("<slug:slug>/export/", opinion_views.export, name="export"),
    path("<slug:slug>/export/prepare/", opinion_views.prepare, name="prepare"),
    path("<slug:slug>/export/dialogue.zip", opinion_views.archive, name="archive"),
]
