"""The house rules that no off-the-shelf linter knows, each a function from files to findings."""
