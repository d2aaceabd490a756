"""The readers of single values."""
