"""`gis-cas run` with real processes: from nothing to a ready map, side by side, and all gone afterwards."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gis_cas.commands.made import Mark
from gis_cas.commands.prepare import DEMO_TEMPLATE
from gis_cas.store import roles
from gis_cas.store.embedded import EmbeddedCluster
from tests.fixtures.cluster import discard, quick_folder
from tests.fixtures.own_service import free_port

ROOT = Path(__file__).resolve().parents[2]
FIRST_START_S = 180.0
LATER_START_S = 10.0


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=5) as opened:  # noqa: S310 - our own address
            return int(opened.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


@dataclass
class Running:
    """One `gis-cas run`, and what it says."""

    data_dir: Path
    port: int
    demo: bool = True
    environment: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIS_CAS_")}
        # what a shell starts in the background ignores this signal, and so would all that is started from here
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "gis_cas.cli", "run"],
            cwd=ROOT,
            env={
                **inherited,
                "GIS_CAS_DATA_DIR": str(self.data_dir),
                "GIS_CAS_PORT": str(self.port),
                "GIS_CAS_DEMO": "1" if self.demo else "",
                **self.environment,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.said.extend(iter(self.process.stdout.readline, ""))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        return "".join(self.said)

    def wait_until_it_says(self, words: str, *, within_s: float) -> float:
        began = time.monotonic()
        while words not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() - began < within_s, self.output
            time.sleep(0.02)
        return time.monotonic() - began

    def ready(self, *, within_s: float) -> float:
        took = self.wait_until_it_says("Ctrl-C stops it.", within_s=within_s)
        assert status_of(f"{self.address}/readyz") == 200
        return took

    def ends(self, *, within_s: float = 40.0) -> int:
        status = self.process.wait(timeout=within_s)
        self.reader.join(timeout=10)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return status

    def children(self) -> dict[str, int]:
        listing = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
        found = re.findall(rf"^\s*(\d+)\s+{self.process.pid}\s.*gis_cas\.cli (\w+)", listing, re.MULTILINE)
        return {name: int(pid) for pid, name in found}

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.ends()


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False


def gone(pids: list[int], *, within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if not any(alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def processor_seconds(pids: list[int]) -> float:
    """What the processes have computed so far, their finished children included."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        ticks += sum(int(value) for value in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    folder = quick_folder()
    yield folder
    discard(EmbeddedCluster(data_dir=folder))


@pytest.fixture(scope="module")
def first_start(data_dir: Path) -> str:
    """What the very first start said; the database stays for the tests below."""
    running = Running(data_dir, free_port())
    try:
        running.ready(within_s=FIRST_START_S)
    finally:
        running.stop()
    return running.output


@pytest.fixture
def running(data_dir: Path, first_start: str) -> Iterator[Running]:
    assert first_start
    started = Running(data_dir, free_port())
    yield started
    started.stop()


class TestWhileItRuns:
    """What one copy goes through and outlives; the last test here stops it."""

    @pytest.fixture(scope="class")
    @classmethod
    def running(cls, data_dir: Path, first_start: str) -> Iterator[Running]:
        assert first_start
        started = Running(data_dir, free_port())
        started.ready(within_s=90)
        yield started
        started.stop()

    def test_a_later_start_computes_little(self, running: Running) -> None:
        computed = processor_seconds([running.process.pid, *running.children().values()])
        assert computed < LATER_START_S, "this much computing takes longer than ten seconds even on an idle machine"

    def test_the_doctor_finds_nothing_missing(self, running: Running, data_dir: Path) -> None:
        asked = subprocess.run(
            [sys.executable, "-m", "gis_cas.cli", "doctor"],
            cwd=ROOT,
            env={**os.environ, "GIS_CAS_DATA_DIR": str(data_dir), "GIS_CAS_PORT": str(running.port)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert asked.returncode == 0, asked.stdout + asked.stderr
        assert "MISSING" not in asked.stdout
        for what in (
            "Python",
            "PostgreSQL",
            "Data folder",
            "Private database",
            "Migrations",
            "City",
            "Background work",
        ):
            assert f"ok       {what}:" in asked.stdout

    def test_a_second_copy_needs_its_own_data_folder(self, running: Running, data_dir: Path) -> None:
        second = Running(data_dir, free_port())
        assert second.ends() == 1
        assert second.output.count("\n") == 1
        assert "already running with the data folder" in second.output
        assert status_of(f"{running.address}/readyz") == 200

    def test_a_killed_database_server_comes_back(self, running: Running, data_dir: Path) -> None:
        cluster = EmbeddedCluster(data_dir=data_dir)
        before = cluster.status().pid
        assert before is not None
        os.kill(before, signal.SIGKILL)
        running.wait_until_it_says("database server has died", within_s=20)
        deadline = time.monotonic() + 40
        while status_of(f"{running.address}/readyz") != 200:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert cluster.status().pid not in (None, before)

    def test_ctrl_c_stops_everything(self, running: Running, data_dir: Path) -> None:
        assert status_of(f"{running.address}/map") == 200
        children = running.children()
        assert set(children) == {"serve", "work"}
        postmaster = EmbeddedCluster(data_dir=data_dir).status().pid
        assert postmaster is not None
        running.process.send_signal(signal.SIGINT)
        assert running.ends() == 0
        assert gone([*children.values(), postmaster], within_s=5)
        assert status_of(f"{running.address}/readyz") == 0


def test_the_first_start_says_what_it_does_and_ends_with_the_address(first_start: str) -> None:
    lines = [line for line in first_start.splitlines() if line.startswith("·")]
    assert [line.split()[1] for line in lines] == [
        "Starting",
        "Bringing",
        "Loading",
        "Receiving",
        "Starting",
        "Starting",
        "Stopping",
    ]
    assert re.search(r"The city map:\s+http://127\.0\.0\.1:\d+/map", first_start)
    assert re.search(r"^\s+admin\s+\S+", first_start, re.MULTILINE)
    assert "Traceback" not in first_start


@pytest.mark.slow  # beside other tests the clock on the wall measures those too; `make test-all` runs one at a time
def test_a_later_start_is_ready_within_ten_seconds(running: Running) -> None:
    assert running.ready(within_s=90) < LATER_START_S


def test_sigterm_stops_everything_too(running: Running, data_dir: Path) -> None:
    running.ready(within_s=60)
    pids = [*running.children().values(), EmbeddedCluster(data_dir=data_dir).status().pid or 0]
    running.process.terminate()
    assert running.ends() == 0
    assert gone(pids, within_s=5)


@pytest.mark.parametrize("victim", ["serve", "work"])
def test_the_death_of_a_child_stops_everything_and_is_named(running: Running, data_dir: Path, victim: str) -> None:
    running.ready(within_s=60)
    pids = [*running.children().values(), EmbeddedCluster(data_dir=data_dir).status().pid or 0]
    os.kill(running.children()[victim], signal.SIGKILL)
    assert running.ends() == 1
    assert f"gis-cas {victim} ended by itself" in running.output
    assert gone(pids, within_s=5)


@pytest.mark.slow
def test_a_killed_supervisor_leaves_no_children_and_its_server_is_taken_over(running: Running, data_dir: Path) -> None:
    running.ready(within_s=60)
    children = list(running.children().values())
    before = EmbeddedCluster(data_dir=data_dir).status().pid
    running.process.kill()
    running.ends()
    assert gone(children, within_s=20)
    second = Running(data_dir, running.port)
    try:
        second.ready(within_s=60)
        assert "left running by a process that was killed" in second.output
        assert EmbeddedCluster(data_dir=data_dir).status().pid == before
    finally:
        second.stop()
    assert not EmbeddedCluster(data_dir=data_dir).status().running


def test_a_taken_port_is_named_in_one_sentence(data_dir: Path, first_start: str) -> None:
    assert first_start
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        second = Running(data_dir, int(taken.getsockname()[1]))
        assert second.ends() == 1
    assert second.output.count("\n") == 1
    assert "is taken by another program; choose another with GIS_CAS_PORT" in second.output


def test_the_doctor_says_what_to_do_when_nothing_runs(data_dir: Path, first_start: str) -> None:
    assert first_start
    asked = subprocess.run(
        [sys.executable, "-m", "gis_cas.cli", "doctor"],
        cwd=ROOT,
        env={**os.environ, "GIS_CAS_DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 1
    assert "MISSING  Private database: is not running" in asked.stdout
    assert "make run" in asked.stdout


@pytest.mark.slow
def test_a_demonstration_older_than_a_day_is_made_anew_from_its_template(data_dir: Path, first_start: str) -> None:
    assert first_start
    with EmbeddedCluster(data_dir=data_dir) as cluster:
        old = datetime.now(UTC) - timedelta(hours=25)
        cluster.set_comment(Mark(kind="demo", made_at=old.isoformat()).text())
        template = cluster.comment(DEMO_TEMPLATE)
        edited = cluster.connect_as_superuser(roles.DATABASE)
        with edited.cursor() as cursor:
            cursor.execute("CREATE TABLE public.somebody_was_here (id int)")
        edited.close()
    again = Running(data_dir, free_port())
    try:
        again.ready(within_s=FIRST_START_S)
        assert "older than a day" in again.output
        assert "Loading the city folder" not in again.output
        cluster = EmbeddedCluster(data_dir=data_dir)
        assert cluster.comment(DEMO_TEMPLATE) == template
        made = json.loads(cluster.comment() or "{}")
        assert datetime.now(UTC) - datetime.fromisoformat(made["made_at"]) < timedelta(hours=1)
        looked = cluster.connect_as_superuser(roles.DATABASE)
        with looked.cursor() as cursor:
            cursor.execute("SELECT to_regclass('public.somebody_was_here')")
            assert cursor.fetchone() == (None,)
        looked.close()
    finally:
        again.stop()


def test_a_demonstration_and_real_requests_never_share_a_database(data_dir: Path, first_start: str) -> None:
    assert first_start
    real = Running(
        data_dir, free_port(), demo=False, environment={"GIS_CAS_SECRET_KEY": "k3Jd8-2mWq9_xLpZ7vTn4RbYc6Hs1GfA"}
    )
    assert real.ends() == 1
    assert "is a demonstration" in real.output
    with EmbeddedCluster(data_dir=data_dir) as cluster:
        mark = cluster.comment()
        cluster.set_comment(Mark(kind="live", made_at=datetime.now(UTC).isoformat()).text())
    demonstration = Running(data_dir, free_port())
    assert demonstration.ends() == 1
    assert "is not a demonstration and stays untouched" in demonstration.output
    with EmbeddedCluster(data_dir=data_dir) as cluster:
        cluster.set_comment(mark or "")


def test_without_a_secret_nothing_real_starts(data_dir: Path, first_start: str) -> None:
    assert first_start
    refused = Running(data_dir, free_port(), demo=False)
    assert refused.ends() == 1
    assert "GIS_CAS_SECRET_KEY is not set" in refused.output


def test_the_website_carries_no_geopandas() -> None:
    code = "import sys; from gis_cas.commands import serve, work; import gis_cas.app; print('geopandas' in sys.modules)"
    asked = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "False"
