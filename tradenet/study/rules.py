"""Where the inference of a study is made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InferenceRules:
    """Which economies have a part of their own in the inference.

    The network itself is no option: economies with autonomous sanctions on a member are left out,
    as the reference tables date them.

    Attributes
    ----------
    target : str
        The spoke that the event is about, whose other partners are compared (T6); may be empty.
    rivals : tuple of str
        Economies that may have taken the diverted trade: nobody's placebo.
    apart : tuple of str
        Economies whose change of trade with the members gets an effect of its own.
    critical_apart : tuple of str
        The same, each as a critical variant.
    """

    target: str = ""
    rivals: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    critical_apart: tuple[str, ...] = ()
