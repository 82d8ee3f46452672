"""Pages: answers in, Markdown out; nothing here knows what makes a site of it.

:func:`mmkb.pages.every.all_pages` gives every page, :func:`mmkb.pages.write.write_docs` writes them to a folder.
"""
