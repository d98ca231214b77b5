from django.urls import path, register_converter

from polos_web.registers import exchange, views


class TableForm:
    """The forms in which a register is handed out."""

    regex = "csv|xlsx|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TableForm, "table_form")

app_name = "registers"
urlpatterns = [
    path("<slug:kind_name>/columns/", exchange.dictionary, name="dictionary"),
    path("<slug:kind_name>/everything.<table_form:form>", exchange.everything, name="everything"),
    path("<slug:kind_name>/bring-in/", exchange.bring_in, name="bring_in"),
    path("<slug:kind_name>/bring-in/<slug:checksum>/", exchange.brought_in, name="brought_in"),
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
