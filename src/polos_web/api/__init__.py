"""The programming interface: the same records, actions and rights as the pages, for machines."""
