"""Newspaper scans and garbled OCR text, put back into reading order."""

__version__ = "0.1.0"
