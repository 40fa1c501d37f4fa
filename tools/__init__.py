"""Tools that rebuild reference data; nothing of a refresh needs them."""
