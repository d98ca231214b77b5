"""``operator``: make somebody an operator, and print a link that works once to choose a password."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from polos_web.accounts.actions import appoint_operator


class Command(BaseCommand):
    help = "Make the person with this address an operator."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("email")
        parser.add_argument("--address", default="http://127.0.0.1:8000")

    def handle(self, *, email: str, address: str = "http://127.0.0.1:8000", **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(
                f"Found {email!r}. Needed an address of e-mail. Type it again.", returncode=2
            ) from None
        person = appoint_operator(email, at=timezone.now())
        key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
        link = reverse("account_reset_password_from_key", kwargs=key)
        self.stdout.write(
            f"{person.email} is an operator. To choose a password, open this link; it works once:"
        )
        self.stdout.write(f"{address.rstrip('/')}{link}")
