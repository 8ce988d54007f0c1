"""The project's own checks and tests, run by `--self-test` one after another."""
