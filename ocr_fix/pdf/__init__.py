"""PDFs: pages with a text layer become pages of lines, the others scans."""
