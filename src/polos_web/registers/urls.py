from django.urls import path

from polos_web.registers import views

app_name = "registers"
urlpatterns = [
    path("<slug:kind_name>/new/", views.create, name="create"),
    path("<slug:kind_name>/<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:kind_name>/<slug:slug>/edit/<slug:code>/", views.block, name="block"),
    path("<slug:kind_name>/<slug:slug>/publish/", views.publish, name="publish"),
    path("<slug:kind_name>/<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:kind_name>/<slug:slug>/restore/", views.restore, name="restore"),
    path("<slug:kind_name>/<slug:slug>/history/", views.history, name="history"),
    path("<slug:kind_name>/<slug:slug>/history/<slug:code>/", views.field, name="field"),
    path("<slug:kind_name>/<slug:slug>/files/<int:number>/", views.file, name="file"),
    path("<slug:kind_name>/<slug:slug>/translate/", views.translate, name="translate"),
]
