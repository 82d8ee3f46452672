"""The site: pages written from the database, rendered, and laid out beside the files that are given away."""

from mmkb.site.build import SiteError, build_site

__all__ = ["SiteError", "build_site"]
