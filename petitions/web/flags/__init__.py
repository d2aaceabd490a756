"""What admins switch while the site runs: signing, reports, lists of names, how often to ask."""
