"""From text to a campaign."""
