"""From a document to an Urgent Action; knows no campaign, no Flask and no database.

A file becomes text (`uploads`), the text values with their places (`parse`, by the readers in
`readers` and the `labels` of each language).
"""
