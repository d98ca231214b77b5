"""Speed and memory, measured where you are: ``make bench``."""
