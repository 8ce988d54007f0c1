"""What an emulator is started with."""

from dataclasses import dataclass, field
from pathlib import Path

PLATFORM_VERSION = "0.1.0"
ADMIN_LOGIN = "test@attune.local"
ADMIN_PASSWORD = "TestPass123!"

DEFAULT_TOKEN_TTL = 86400
REFRESH_TOKEN_TTL = 30 * 86400
# The platform's JWT library accepts a token up to a minute after its expiry.
DEFAULT_LEEWAY = 60


@dataclass(frozen=True)
class Settings:
    """Start-up settings; times in seconds."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8080
    ws_port: int = 8081
    workers: int = 1
    default_timeout: float = 300
    heartbeat: float = 30
    stale_after: float = 90
    token_ttl: int | None = None
    gaps: frozenset[str] = field(default_factory=frozenset)
    defects: frozenset[str] = field(default_factory=frozenset)
    owner_pid: int | None = None
    ready_file: Path | None = None

    @property
    def access_ttl(self) -> int:
        return DEFAULT_TOKEN_TTL if self.token_ttl is None else self.token_ttl

    @property
    def leeway(self) -> int:
        """Seconds a token outlives its expiry: none where the expiry was chosen in order to be seen."""
        return DEFAULT_LEEWAY if self.token_ttl is None else 0

    @property
    def database(self) -> Path:
        return self.data / "attune.db"

    @property
    def packs_dir(self) -> Path:
        return self.data / "packs"

    @property
    def artifacts_dir(self) -> Path:
        return self.data / "artifacts"

    @property
    def runtime_envs_dir(self) -> Path:
        return self.data / "runtime_envs"
