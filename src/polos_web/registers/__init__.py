"""What every register shares: records made of facts, each with its source, its author and its history."""
