"""What keywords stand on: settings, sessions, waiting, cleaning up. Imports the client, never the keywords."""
