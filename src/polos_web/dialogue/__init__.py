"""Dialogues: blocks of questions in sequence, what people answer and react to, and what became of it."""
