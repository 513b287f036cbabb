"""Charts of answers: the figures of saved questions as Vega-Lite, drawn offline as SVG or PNG.

A question says in its header what a picture of it shows (`header`); `points` reads the rows of an answer,
`spec` makes the specification with the data in it, `render` draws it.  Every claim is one point with its
interval: nothing is averaged, and what no axis can hold is counted in the caption.
"""
