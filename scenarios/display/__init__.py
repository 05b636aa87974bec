"""What the report and the maps share: words in both languages, numbers and SVG."""
