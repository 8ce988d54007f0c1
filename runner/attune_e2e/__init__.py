"""Runner of the Attune end-to-end tests: starts robot, pabot and the emulator, and judges what they leave."""

__version__ = "0.1.0"
