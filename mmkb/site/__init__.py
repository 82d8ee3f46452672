"""The site: pages written from the database, rendered, and laid out beside the files that are given away."""

from mmkb.site.build import build_site
from mmkb.site.errors import SiteError

__all__ = ["SiteError", "build_site"]
