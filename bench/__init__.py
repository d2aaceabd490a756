"""Measurements; `./run bench` runs them."""
