"""Collecting: what is published on listed pages and is new or changed comes into a directory of documents."""
