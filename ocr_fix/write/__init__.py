"""A page in other formats: text, Markdown, JSON and a picture, each a view of the same `Page`."""
