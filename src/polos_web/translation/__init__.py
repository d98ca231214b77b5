"""Text that people write, in the language it was written in, with translations."""
