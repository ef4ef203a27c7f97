"""What the laptop's own devices give: pictures, films, codes, sound, place; on sheets over the questions."""
