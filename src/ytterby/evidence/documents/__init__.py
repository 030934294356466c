"""Reading files into documents: text, JSON Lines, HTML and PDF."""
