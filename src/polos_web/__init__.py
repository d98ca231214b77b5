"""The web workplace: everything that has pages, users and state."""
