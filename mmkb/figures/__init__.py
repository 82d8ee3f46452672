"""Figures: SVG drawn from answers and graphs, as text.

Every figure is a text of its own to be put inline into a page: searchable, clickable, the same bytes for the same
answers, and at home on light and dark backgrounds. Only :mod:`mmkb.figures.taxonomy` needs matplotlib.
"""
