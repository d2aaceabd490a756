"""The campaign editor: one page, one form, saved section by section."""
