"""Who answers for a record: claims and their verifiers, colleagues, requests of anybody about it."""
