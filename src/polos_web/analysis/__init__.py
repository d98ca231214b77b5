"""The one bridge to the library: takes values, runs a measure or a match, keeps version and result."""
