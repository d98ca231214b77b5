"""Territories and the innovation priorities they declare."""
