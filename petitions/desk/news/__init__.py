"""Updates: in the timeline, and by mail to who asked for them."""
