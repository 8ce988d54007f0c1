"""Keyword library for end-to-end tests of the Attune automation platform."""

from .library import AttuneLibrary, __version__

__all__ = ["AttuneLibrary", "__version__"]
