"""The outbox: mails are rows first, put there in the caller's transaction, then sent.

At least once, never lost. A row holds no name and no address; the room that wanted the mail
composes it when it is sent.
"""
