"""What was done, by whom and when: append-only, chained by digests, people's part under their own key."""
