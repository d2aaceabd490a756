"""What an operator runs: commands, the server, the worker, retention, backups."""
