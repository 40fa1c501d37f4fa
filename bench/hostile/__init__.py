"""Hostile documents, made on the spot: what a stranger could put on a list page to stop, fill or fool a warehouse."""
