"""Renderers: one module a kind of file. Each takes a value of ``polos.reports`` and gives its bytes."""
