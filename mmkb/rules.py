"""The rules of the catalogue, by code: what each one means and how to mend what breaks it.

A rule is declared once, beside the code that enforces it; the documentation page of the rules is written from
:data:`RULES`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from mmkb.vocab import Severity

Path = tuple[str | int, ...]
"""Where in an entry something stands: keys and list positions, outermost first."""


class Fault(NamedTuple):
    """A rule broken by one record, before it is known where in the text that is.

    Attributes:
        code: The rule's code.
        path: Where in the record, relative to the block whose rule it is.
        message: What came and what was possible.
        hint: What to do, where the rule's own advice is not enough.
    """

    code: str
    path: Path
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue.

    Attributes:
        code: Lower-case words joined by hyphens, unique; printed with every problem.
        meaning: What the rule asks, in one or two sentences.
        mend: What to do about an entry that breaks it.
        severity: Error or warning.
    """

    code: str
    meaning: str
    mend: str
    severity: Severity = Severity.ERROR

    def fault(self, message: str, *at: str | int, hint: str = "") -> Fault:
        """Give the fault of this rule at the path ``at``."""
        return Fault(self.code, at, message, hint)


RULES: Final[dict[str, Rule]] = {}
"""Every rule by its code, in the order of declaration."""


def rule(code: str, meaning: str, mend: str, severity: Severity = Severity.ERROR) -> Rule:
    """Declare a rule.

    Raises:
        ValueError: If the code is taken.
    """
    if code in RULES:
        raise ValueError(f"rule {code!r} is declared twice")
    RULES[code] = Rule(code, meaning, mend, severity)
    return RULES[code]
