"""Web pages, feeds and polite fetching: bytes from addresses and files become text and metadata.

Knows nothing of prompts, models and claims. Needs the extra `web` (trafilatura, feedparser), which
is imported only where a page or a feed is read.
"""
