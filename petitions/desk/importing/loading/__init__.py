"""What turns words of an Urgent Action into values that are stored: places, numbers, references."""
