"""Lies in the lib folder of the pack, for every action of it to import."""

name = "pack_library"
__version__ = "of the pack"
