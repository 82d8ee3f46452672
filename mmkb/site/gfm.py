"""Markdown to HTML by cmark-gfm, the parser of GitHub's Markdown, without what its binding leaves behind.

The binding frees neither the tree of a document nor its HTML, which are ten times the text: half a megabyte a page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from cmarkgfm import _cmark, cmark

_EXTENSIONS: Final = ("table",)


class _Memory(ctypes.Structure):
    """The functions by which cmark takes memory and gives it back."""

    _fields_ = [("calloc", ctypes.c_void_p), ("realloc", ctypes.c_void_p), ("free", ctypes.CFUNCTYPE(None, ctypes.c_void_p))]


def _leave(_: Any) -> None:
    """Leave it where it is."""


@cache
def _frees() -> tuple[Callable[[Any], object], Callable[[Any], object]]:
    """What frees a tree, and what frees a text; where the binding's library shows no such function, they do nothing."""
    try:
        library = ctypes.CDLL(_cmark.__file__)
        library.cmark_node_free.argtypes, library.cmark_node_free.restype = [ctypes.c_void_p], None
        library.cmark_get_default_mem_allocator.restype = ctypes.POINTER(_Memory)
        return library.cmark_node_free, library.cmark_get_default_mem_allocator().contents.free
    except (OSError, AttributeError):
        return _leave, _leave


def html_of(markdown: str) -> str:
    """Render Markdown with tables and raw HTML."""
    free_tree, free_text = _frees()
    lib, ffi = _cmark.lib, _cmark.ffi
    cmark.core_extensions_ensure_registered()
    parser = cmark.parser_new(options=cmark.Options.CMARK_OPT_UNSAFE)
    root = text = ffi.NULL
    try:
        for name in _EXTENSIONS:
            cmark.parser_attach_syntax_extension(parser, cmark.find_syntax_extension(name))
        cmark.parser_feed(parser, markdown)
        root = cmark.parser_finish(parser)
        text = lib.cmark_render_html(root, cmark.Options.CMARK_OPT_UNSAFE, cmark.parser_get_syntax_extensions(parser))
        return str(ffi.string(text).decode("utf-8"))
    finally:
        for free, thing in ((free_text, text), (free_tree, root)):
            if thing != ffi.NULL:
                free(int(ffi.cast("uintptr_t", thing)))
        cmark.parser_free(parser)
