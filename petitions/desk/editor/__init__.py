"""The campaign editor: one page, whose sections save on their own."""
