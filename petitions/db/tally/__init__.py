"""Numbers shown to the public: exact, cheap to read, recountable.

Whoever changes a number inserts a delta, so that writers never wait for each other on a shared
row. The worker folds deltas into totals; a number is its total plus its open deltas.
"""
