"""What can go wrong with an expression."""


class ExpressionError(Exception):
    """An expression that cannot be read or has no value; the message says why."""
