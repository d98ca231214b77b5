"""Questionnaires, who is asked, answers that nobody can join to a person, and what they say."""
