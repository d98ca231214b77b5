"""The portable archive: everything a site holds in one file, and back."""
