from django.urls import path

from polos_web.stewardship import views

app_name = "stewardship"
_RECORD = "<slug:kind_name>/<slug:slug>"
urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("verifiers/", views.verifiers, name="verifiers"),
    path("verifiers/<int:number>/end/", views.dismiss, name="dismiss"),
    path("claims/<int:number>/", views.claim, name="claim"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("requests/<int:number>/answer/", views.answer, name="answer"),
    path("requests/<str:token>/", views.request_state, name="request"),
    path(f"{_RECORD}/claim/", views.make_claim, name="make_claim"),
    path(f"{_RECORD}/colleagues/", views.colleagues, name="colleagues"),
    path(f"{_RECORD}/colleagues/<int:number>/end/", views.part, name="part"),
    path(f"{_RECORD}/invitations/<int:number>/end/", views.take_back, name="take_back"),
    path(f"{_RECORD}/correct/", views.ask, name="ask"),
]
