"""Cluster organisations and initiatives, as public pages name them."""
