"""Drawing by weight, fast enough for a whole country."""

from collections.abc import Mapping
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")
FIELDS = 1000


class Wheel(Generic[T]):
    """A wheel of fortune with about a thousand fields; every outcome that has a weight has at least one of them."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        whole = sum(weights.values())
        self.fields = [
            outcome
            for outcome, weight in weights.items()
            for _ in range(max(round(weight / whole * FIELDS), 1 if weight else 0))
        ]

    def spin(self, dice: Random) -> T:
        return self.fields[int(dice.random() * len(self.fields))]
