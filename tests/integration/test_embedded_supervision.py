"""One process supervises the private cluster, others join it, and what a killed one leaves behind is adopted."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gis_cas.errors import StoreUnavailable
from gis_cas.store import embedded_files
from gis_cas.store.embedded import EmbeddedCluster
from tests.fixtures.cluster import discard, quick_folder

SUPERVISOR = """
import sys, time
from pathlib import Path
from gis_cas.store.embedded import EmbeddedCluster
cluster = EmbeddedCluster(data_dir=Path(sys.argv[1]), durable=False)
cluster.start()
print("supervises" if cluster.supervises else "joined", flush=True)
sys.stdin.read()
cluster.stop()
print("stopped", flush=True)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    made = quick_folder()
    yield made
    discard(EmbeddedCluster(data_dir=made, durable=False))
    shutil.rmtree(made, ignore_errors=True)


class Elsewhere:
    """Another process that starts or joins the cluster in `folder` and holds it until told to end."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline().strip()

    def end(self) -> None:
        self.process.communicate(timeout=60)
        assert self.process.returncode == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=60)


def test_a_second_process_joins_and_leaves_it_running(folder: Path) -> None:
    first = Elsewhere(folder)
    assert first.said == "supervises"
    cluster = EmbeddedCluster(data_dir=folder, durable=False)
    cluster.start()
    assert not cluster.supervises
    assert cluster.status().supervised
    cluster.stop()
    assert cluster.status().running
    first.end()
    assert not cluster.status().running
    assert embedded_files.postmaster_pid(cluster.place) is None


def test_a_supervisor_that_leaves_first_leaves_the_server_to_those_who_joined(folder: Path) -> None:
    first = Elsewhere(folder)
    cluster = EmbeddedCluster(data_dir=folder, durable=False)
    cluster.start()
    first.end()
    assert cluster.status().running
    assert not cluster.status().supervised
    cluster.stop()
    assert not cluster.status().running


def test_the_server_of_a_killed_supervisor_is_adopted(folder: Path) -> None:
    first = Elsewhere(folder)
    cluster = EmbeddedCluster(data_dir=folder, durable=False)
    before = cluster.status()
    first.kill()
    assert cluster.status().running
    assert not cluster.status().supervised
    cluster.start()
    assert cluster.supervises
    assert cluster.adopted
    assert cluster.status().pid == before.pid
    cluster.stop()
    assert not cluster.status().running


def test_a_server_without_its_socket_is_replaced(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gis_cas.store.embedded._PATIENCE_S", 0.5)
    first = Elsewhere(folder)
    cluster = EmbeddedCluster(data_dir=folder, durable=False)
    before = cluster.status()
    first.kill()
    for path in cluster.socket_dir.iterdir():
        path.unlink()
    assert not cluster.status().running
    cluster.start()
    assert not cluster.adopted
    assert cluster.status().running
    assert cluster.status().pid != before.pid
    cluster.stop()


def test_a_killed_server_is_started_again_by_its_supervisor(folder: Path) -> None:
    cluster = EmbeddedCluster(data_dir=folder, durable=False)
    cluster.start()
    pid = cluster.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    for _ in range(100):
        if embedded_files.postmaster_pid(cluster.place) is None:
            break
        time.sleep(0.05)
    cluster.start()
    assert cluster.status().pid not in (None, pid)
    cluster.stop()


def test_a_process_number_that_now_belongs_to_somebody_else_does_not_stand_in_the_way(folder: Path) -> None:
    cluster = EmbeddedCluster(data_dir=folder, durable=False)
    cluster.start()
    cluster.stop()
    lines = [
        str(os.getpid()),
        str(cluster.place.cluster_dir),
        "1",
        "5432",
        str(cluster.place.socket_dir),
        "",
        "",
        "ready",
    ]
    (cluster.place.cluster_dir / "postmaster.pid").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert cluster.status().pid is None
    cluster.start()
    assert cluster.status().running
    cluster.stop()


def test_an_interrupted_first_start_is_begun_again(folder: Path) -> None:
    cluster = EmbeddedCluster(data_dir=folder, durable=False)
    half = cluster.place.cluster_dir.with_name("postgres.unfinished")
    half.mkdir()
    (half / "PG_VERSION").write_text("15\n", encoding="ascii")
    cluster.start()
    assert cluster.status().running
    cluster.stop()


def test_two_copies_run_side_by_side(folder: Path) -> None:
    one = EmbeddedCluster(data_dir=folder / "one", durable=False)
    two = EmbeddedCluster(data_dir=folder / "two", durable=False)
    try:
        one.start()
        two.start()
        assert one.supervises
        assert two.supervises
        assert one.status().pid != two.status().pid
        assert one.socket_dir != two.socket_dir
        one.create_roles()
        one.create_database()
        assert not two.has_database()
    finally:
        discard(one)
        discard(two)


def test_a_supervisor_whose_server_never_answers_is_named_in_words(folder: Path) -> None:
    first = Elsewhere(folder)
    cluster = EmbeddedCluster(data_dir=folder, durable=False)
    pid = cluster.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(StoreUnavailable, match="Another gis-cas process holds"):
        cluster.start(timeout_s=0.5)
    first.kill()


def test_a_dead_servers_lock_file_keeps_what_protects_the_data(folder: Path) -> None:
    cluster = EmbeddedCluster(data_dir=folder, durable=False)
    cluster.start()
    lock = cluster.place.cluster_dir / "postmaster.pid"
    pid = cluster.status().pid
    assert pid is not None
    before = lock.read_text(encoding="utf-8").splitlines()
    os.kill(pid, signal.SIGKILL)
    for _ in range(100):
        if embedded_files.postmaster_pid(cluster.place) is None:
            break
        time.sleep(0.05)
    embedded_files.forget_stale_postmaster(cluster.place)
    after = lock.read_text(encoding="utf-8").splitlines()
    assert after[0] != before[0]
    assert after[1:] == before[1:]
    cluster.start()
    cluster.stop()
