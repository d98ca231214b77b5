"""Programmes with their components, phases and partners, and the documents they rest on."""
