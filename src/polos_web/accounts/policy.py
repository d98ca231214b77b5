"""What holds for every page: who is not signed in is asked to, and staff shows a second factor."""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from polos_web.accounts import access

# What staff may open before the second factor: setting one up, proving it, leaving.
BEFORE_SECOND_FACTOR = (
    "mfa_",
    "account_reauthenticate",
    "account_logout",
    "account_confirm_email",
    "account_email",
)


class Policy:
    """Asks nothing, and no database, about visitors who bring no cookie of a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, arguments: Any, options: Any
    ) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        asking = access.asking(request)
        if not access.is_signed_in(asking) or not access.is_staff(asking):
            return None
        route = request.resolver_match.url_name if request.resolver_match else None
        if (route or "").startswith(BEFORE_SECOND_FACTOR):
            return None
        if not access.has_second_factor(asking):
            return HttpResponseRedirect(reverse("mfa_index"))
        records = get_authentication_records(request, asking)
        if not any(record["method"] == "mfa" for record in records):
            wanted = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{wanted}")
        return None

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, access.SignInNeeded):
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        return None
