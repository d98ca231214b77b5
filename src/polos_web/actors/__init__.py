"""Who takes part: organisations by helix group, the people to turn to, and the bodies that govern."""
