"""The office's own workbooks and documents, filled part by part: what is no placeholder stays as it is."""
