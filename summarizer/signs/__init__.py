"""What a page shows of itself by rule: its kind, entries of a live page, notices, reports taken back.

Reads texts and metadata alone; knows nothing of prompts, models and claims.
"""
