"""Masks what the HTTP library itself writes to the debug log."""

import logging

from .masking import Masker

CHATTY = ("urllib3.connectionpool", "urllib3.util.retry", "requests")


class MaskingFilter(logging.Filter):
    """Lets every record pass, its text masked."""

    def __init__(self, masker: Masker) -> None:
        super().__init__()
        self._masker = masker

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._masker.text(record.getMessage()), ()
        return True


def install(masker: Masker) -> None:
    """From now on URLs in those debug lines show no secrets."""
    for name in CHATTY:
        logging.getLogger(name).addFilter(MaskingFilter(masker))
