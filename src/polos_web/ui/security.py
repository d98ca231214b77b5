"""Headers that keep pages to themselves: nothing inline, nothing from elsewhere, no frames."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def policy(*, forms_to: str = "") -> str:
    """Return what a page may load, and where its forms may lead besides this site: to one origin, or none."""
    return "; ".join(
        (
            "default-src 'self'",
            "img-src 'self' data: blob:",
            "worker-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            f"form-action 'self' {forms_to}".rstrip(),
        )
    )


HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """Puts ``HEADERS`` on every answer, files and errors included, but where a view has set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
