"""Pictures inside pages: SVG whose places are percentages or a fixed view box, coloured by the style sheet.

No picture carries a style or a script, so that a strict content security policy lets it be; each says in
words what it shows.
"""
