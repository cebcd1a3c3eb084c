"""A whole service in its own processes, and a hand that kills them while people keep reporting."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from gis_cas.errors import GisCasError
from gis_cas.store import embedded_files
from gis_cas.store.embedded import EmbeddedCluster

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0


@dataclass
class Service:
    """Web, worker and PostgreSQL of one data folder; each can be killed and comes back."""

    environment: dict[str, str]
    cluster: EmbeddedCluster
    address: str
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, what: str) -> None:
        """Start `serve` or `work` as the command line does."""
        self.processes[what] = subprocess.Popen(
            [sys.executable, "-m", "gis_cas.cli", what],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self, what: str) -> None:
        """kill -9, then start again; for PostgreSQL the postmaster or one of its backends."""
        if what in self.processes:
            self.processes[what].kill()
            self.processes[what].wait()
            self.start(what)
            return
        postmaster = embedded_files.postmaster_pid(self.cluster.place)
        assert postmaster is not None
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text(encoding="ascii").split()
        victim = postmaster if what == "postmaster" else int(random.choice(children))
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
        self._database_back()

    def _database_back(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            time.sleep(0.05)
            try:
                self.cluster.start()
                self.cluster.connect_as_superuser().close()
            except GisCasError:
                if time.monotonic() > deadline:
                    raise
            else:
                return

    def wait_ready(self) -> None:
        """Until /readyz answers 200."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.address}/readyz", timeout=2).status_code == httpx.codes.OK:
                    return
            time.sleep(0.1)
        raise AssertionError("the web process did not come back")

    def stop(self) -> None:
        """Stop web and worker."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(timeout=20)


class Reporter(threading.Thread):
    """Somebody who reports again and again, and repeats an unanswered report under the same key, as apps do."""

    def __init__(self, *, address: str, seed: int) -> None:
        super().__init__(daemon=True)
        self.address = address
        self.acknowledged: dict[str, str] = {}
        self.answers: dict[int, int] = {}
        self.enough = threading.Event()
        self._chance = random.Random(seed)

    def run(self) -> None:
        """Report until told to stop; the last report is still seen through."""
        while not self.enough.is_set():
            key = str(uuid.uuid4())
            body = self._report()
            deadline = time.monotonic() + PATIENCE_S
            while key not in self.acknowledged and time.monotonic() < deadline:
                self._try(key, body)

    def _report(self) -> dict[str, object]:
        words = {"service_code": "pothole", "description": "A hole that swallows wheels."}
        if self._chance.random() < 0.3:
            return {**words, "address": "100 E Ocean Ave"}
        return {
            **words,
            "lat": self._chance.uniform(26.505, 26.552),
            "long": self._chance.uniform(-80.088, -80.062),
            "accuracy_ft": self._chance.uniform(16, 65),
        }

    def _try(self, key: str, body: dict[str, object]) -> None:
        try:
            answer = httpx.post(
                f"{self.address}/api/v1/requests", json=body, headers={"Idempotency-Key": key}, timeout=10
            )
        except httpx.HTTPError:
            time.sleep(0.05)
            return
        self.answers[answer.status_code] = self.answers.get(answer.status_code, 0) + 1
        if answer.is_success:
            self.acknowledged[key] = answer.json()["number"]
        else:
            time.sleep(0.1)
