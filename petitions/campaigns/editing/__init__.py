"""Change a campaign part by part. Two editors of one part notice each other by its version."""
