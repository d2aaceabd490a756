"""How an Urgent Action is read: from lines and labels to parts, from parts to values."""
