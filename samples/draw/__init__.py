"""A small typesetter that draws newspaper pages with known truth: `python -m draw --help`.

It knows nothing of the program that it tests: only `golden.py` writes that program's own page
format, so that the truth can never come from the tool.
"""
