"""Figures: SVG drawn from answers and graphs, as text; charts with axes are drawn by matplotlib.

Every figure is a text of its own to be put inline into a page: searchable, clickable, the same bytes for the same
answers, and at home on light and dark backgrounds.

A new figure is a module here with a function that takes the knowledge base and a canvas
(:class:`mmkb.figures.figure.Canvas`) and gives what is drawn (:class:`mmkb.figures.figure.Drawn`), and a line in
:data:`mmkb.figures.registry.FIGURES`. It then has a page, files beside it, a command and a place in Python.
"""
