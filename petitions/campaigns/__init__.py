"""What a campaign is: its story, demands, targets, deadline, timeline and state."""
