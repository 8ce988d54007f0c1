"""Prints the marker of this file, then that of the pack's library."""

import pack_marker

print("file one, library", pack_marker.MARKER)
