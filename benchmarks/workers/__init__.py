"""What runs in processes of its own, some of them in environments without Polos: scripts, not modules."""
