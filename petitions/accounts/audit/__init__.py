"""Who changed what: entries in a chain, so that a changed or removed one is noticed."""
