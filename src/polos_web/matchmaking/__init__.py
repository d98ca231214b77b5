"""With whom a territory could cooperate: the list of counterparts, its reasons, and the brief."""
