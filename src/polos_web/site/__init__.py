"""Home, the page about the data, and the loading of what comes with the software."""
