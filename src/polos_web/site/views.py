from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from polos_web.ui import navigation


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "site/home.html", {"doors": navigation.reachable(navigation.DOORS)})


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "site/about.html", {})
