"""Solvers in processes of their own, with deadlines that hold: models go in, solutions and bounds come out.

A :class:`~polos.solvers.model.Model` says the same to every engine; :func:`~polos.solvers.running.messages`
starts engines on it and yields what they find until one is done, time is up or the caller has enough.
"""
