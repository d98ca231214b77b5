"""Pairings of territories, and what is known of them."""
