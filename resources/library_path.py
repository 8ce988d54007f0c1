"""Which library `attune.resource` imports: the checkout's own, or the installed one."""

from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[1] / "libraries" / "AttuneLibrary"

ATTUNE_LIBRARY = str(_CHECKOUT) if _CHECKOUT.is_dir() else "AttuneLibrary"
