"""What a private cluster's server is told about its journal: how a piece is kept, and how it is got back."""

from dataclasses import dataclass
from pathlib import Path

WAL = "wal"
SCRIPT = "gis_cas_archive.sh"
SWITCH_AFTER_S = 60

_LOADING = (
    *("wal_level = minimal", "max_wal_senders = 0", "max_wal_size = 8GB"),
    *("autovacuum = off", "archive_mode = off"),
)

ARCHIVE_SCRIPT = """\
#!/bin/sh
# Written by gis_cas at each start. Keeps a finished piece of the journal: $1 the piece, $2 its name, $3 the folder.
set -eu
kept="$3/$2.gz"
if [ -e "$kept" ]; then
    gzip -dc "$kept" | cmp -s - "$1" && exit 0
    echo "$kept is there already and holds something else; it stays as it is" >&2
    exit 1
fi
beside="$3/.$2.new"
gzip -1 -c "$1" > "$beside"
sync "$beside"
mv "$beside" "$kept"
sync "$3"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """With an `archive` folder every piece is kept there.

    `loading` is for a restore: what it writes is on the disk when it commits, so no journal holds it a second time.
    """

    archive: Path | None = None
    loading: bool = False

    def lines(self) -> list[str]:
        """What the server's configuration says."""
        if self.loading:
            return list(_LOADING)
        if self.archive is None:
            return ["archive_mode = off"]
        return [
            "archive_mode = on",
            f'archive_command = \'sh {SCRIPT} "%p" "%f" "{self.archive / WAL}"\'',
            f"archive_timeout = {SWITCH_AFTER_S}",
        ]


PLAIN = Journal()


def restore_line(archive: Path) -> str:
    """How the server gets a piece back; status 1 when there is none."""
    piece = f"{archive / WAL}/%f.gz"
    return f'restore_command = \'test -f "{piece}" && gzip -dc "{piece}" > "%p"\''
