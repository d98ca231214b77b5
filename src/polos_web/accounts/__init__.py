"""People: registration, sign-in, second factors, roles with scope and period, export and erasure."""
