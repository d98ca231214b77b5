"""What two groups of territories declare alike: the market x technology comparison."""
