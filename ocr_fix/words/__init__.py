"""Pages that other programs read: hOCR, ALTO, PAGE and Tesseract's TSV, and our own JSON."""
