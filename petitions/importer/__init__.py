"""From text to a campaign: from our own campaign file, or from an Urgent Action.

An Urgent Action's file becomes text (`uploads`), the text values with their places (`parse`, by
the readers in `reading` and the `labels` of each language), the values a draft (`load`).
"""
