"""Versions of one page, which of them speaks, and what an outlet changed, corrected or took back.

Pure. Works on extractions and claims; what it finds is told to the briefing and its next edition.
"""
