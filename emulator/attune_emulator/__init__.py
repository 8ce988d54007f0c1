"""A local emulator of the Attune platform: REST API, notifier, engine and worker."""

__version__ = "0.1.0"
