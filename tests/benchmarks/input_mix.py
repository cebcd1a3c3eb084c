"""The stated input mix: 70 % pins with 16-65 ft accuracy, 30 % addresses."""

import random
from dataclasses import dataclass
from urllib.parse import quote

PIN_SHARE = 0.7
SERVICES = (
    "pothole",
    "street_light_out",
    "overgrown_lot",
    "traffic_signal",
    "water_leak",
    "missed_garbage",
    "litter",
    "graffiti",
)


@dataclass
class InputMix:
    """Draws inputs over the city, repeatably."""

    addresses: list[str]
    seed: int = 804

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    def responsibility(self) -> str:
        """The path and query of one question."""
        service = self._chance.choice(SERVICES)
        if self._chance.random() < PIN_SHARE:
            lat, long, accuracy = self._pin()
            return (
                f"/api/v1/responsibility?lat={lat:.6f}&long={long:.6f}"
                f"&service_code={service}&accuracy_ft={accuracy:.0f}"
            )
        return f"/api/v1/responsibility?q={quote(self._chance.choice(self.addresses))}&service_code={service}"

    def suggest(self) -> str:
        """The path and query of somebody who is still typing an address."""
        address = self._chance.choice(self.addresses)
        return f"/api/v1/suggest?q={quote(address[: self._chance.randint(3, len(address))])}"

    def report(self) -> dict[str, object]:
        """The body of one report."""
        words: dict[str, object] = {
            "service_code": self._chance.choice(SERVICES),
            "description": "Please have a look at this.",
        }
        if self._chance.random() < PIN_SHARE:
            lat, long, accuracy = self._pin()
            return {**words, "lat": round(lat, 6), "long": round(long, 6), "accuracy_ft": round(accuracy)}
        return {**words, "address": self._chance.choice(self.addresses)}

    def _pin(self) -> tuple[float, float, float]:
        return self._chance.uniform(26.49, 26.56), self._chance.uniform(-80.10, -80.055), self._chance.uniform(16, 65)
