from django.urls import path

from polos_web.matchmaking import information_views, interests_views, invitations_views, offers_views

app_name = "contacts"
urlpatterns = [
    path("", interests_views.records, name="records"),
    path("letters/<slug:key>/", invitations_views.passing_on, name="passing_on"),
    path("letters/<slug:key>/letter.pdf", invitations_views.passing_on_pdf, name="passing_on_pdf"),
    path("offers/", offers_views.every, name="offers"),
    path("offers/<slug:key>/", offers_views.offer, name="offer"),
    path("inquiries/<slug:link>/", offers_views.inquiry, name="inquiry"),
    path("<slug:kind_name>/<slug:slug>/without-a-name/", offers_views.anonymous, name="anonymous"),
    path("<slug:kind_name>/<slug:slug>/", interests_views.contacts, name="contacts"),
    path("<slug:kind_name>/<slug:slug>/<slug:other>/", interests_views.between, name="between"),
    path("<slug:kind_name>/<slug:slug>/<slug:other>/letter/", invitations_views.write, name="letter"),
    path(
        "<slug:kind_name>/<slug:slug>/<slug:other>/letter.pdf", invitations_views.write_pdf, name="letter_pdf"
    ),
    path("<slug:kind_name>/<slug:slug>/<slug:other>/request/", information_views.ask, name="ask"),
    path(
        "<slug:kind_name>/<slug:slug>/<slug:other>/requests/<slug:key>/",
        information_views.request_of,
        name="request",
    ),
]
