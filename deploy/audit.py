"""What the service is made of, and whether any of it is known to be weak.

    python deploy/audit.py

Writes the bill of materials (CycloneDX) to var/sbom.json and asks the vulnerability service about everything in
requirements.lock. A known weakness is named and ends with status 1. Where the service does not answer, that is said in
words and does not fail: a build on a closed network is no worse than it was.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
LOCK = CHECKOUT / "requirements.lock"
SBOM = CHECKOUT / "var" / "sbom.json"
LEFT_OUT = "Left out: the vulnerability service does not answer."
WITHIN_S = 300
_PIN = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def main() -> None:
    """Write the bill, then ask."""
    print(write_bill())
    sentences, failed = verdict(ask(first_pin()), whole=False)
    if sentences != [LEFT_OUT]:
        sentences, failed = verdict(ask(LOCK.read_text(encoding="utf-8")), whole=True)
    print("\n".join(sentences))
    if failed:
        sys.exit(1)


def write_bill() -> str:
    """Everything that runs, by name, version and hash; answers a sentence."""
    SBOM.parent.mkdir(exist_ok=True)
    tool = [sys.executable, "-m", "cyclonedx_py", "requirements", str(LOCK), "--of", "JSON", "-o", str(SBOM)]
    subprocess.run(tool, check=True, capture_output=True, timeout=WITHIN_S)
    parts = json.loads(SBOM.read_text(encoding="utf-8"))["components"]
    return f"{len(parts)} libraries stand in {SBOM.relative_to(CHECKOUT)}."


def first_pin() -> str:
    """One library, to find out whether anybody answers before all are asked about."""
    found = _PIN.search(LOCK.read_text(encoding="utf-8"))
    if found is None:
        sys.exit(f"{LOCK.name} pins nothing.")
    return f"{found[1]}=={found[2]}\n"


def ask(requirements: str) -> dict[str, Any] | None:
    """What the service says about these requirements; None when it does not answer."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as asked:
        asked.write(requirements)
        asked.flush()
        tool = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off"]
        try:
            told = subprocess.run(
                [*tool, "-f", "json", "-r", asked.name], check=False, capture_output=True, text=True, timeout=WITHIN_S
            )
        except subprocess.TimeoutExpired:
            return None
    try:
        document: dict[str, Any] = json.loads(told.stdout)
    except json.JSONDecodeError:
        return None
    return document


def verdict(document: dict[str, Any] | None, *, whole: bool) -> tuple[list[str], bool]:
    """The sentences to print, and whether something was found. whole: every library was asked about."""
    told = document["dependencies"] if document else []
    known = [part for part in told if "skip_reason" not in part]
    weak = [(part, each) for part in known for each in part.get("vulns", [])]
    if weak:
        return [
            f"WEAK: {part['name']} {part['version']}: {each['id']}"
            + (f"; mended in {', '.join(each['fix_versions'])}" if each.get("fix_versions") else "; not mended yet")
            for part, each in weak
        ], True
    if not known:
        return [LEFT_OUT], False
    said = [f"No weakness is known in {len(known)} libraries."]
    if whole and len(known) < len(told):
        said.append(f"Left out: the vulnerability service does not know {len(told) - len(known)} of them.")
    return said, False


if __name__ == "__main__":
    main()
