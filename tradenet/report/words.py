"""Fixed words: verdicts, tables, and a glossary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

VERDICTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "NOT-TESTED": "Trade has been described. The tests that decide have not been run.",
        "DATA-DEPENDENT": "Choices that the data cannot settle give different answers.",
        "INSUFFICIENT-DATA": "Not a no: the data cannot tell.",
        "SUPPORTED-BLOC": "The claim is borne out by the data.",
        "SPOKES-ONLY": "The spokes trade more with one another; the hub has no part in it.",
        "SINGLE-DYAD": "One pair of economies is not a bloc.",
        "HUB-AND-SPOKE": "The spokes turned to the hub, not to one another.",
        "HUB-GROWTH-BLOC-UNDETERMINED": (
            "The spokes turned to the hub; whether to one another as well is not known."
        ),
        "DIVERSION-ONLY": "The spokes turned to neutral partners in general, not to the hub.",
        "NOT-SUPPORTED": "The data speak against the claim.",
        "NO-HUB-GROWTH-BLOC-UNDETERMINED": (
            "The spokes did not turn to the hub; whether to one another is not known."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class NullWords:
    """A kind of artificial world in words.

    Attributes
    ----------
    name, row, short, meaning : str
        In a table, beside a row of a figure, in a sentence ("worlds keep ..."), explained.
    """

    name: str
    row: str
    short: str
    meaning: str


NULL_MODELS: Final[Mapping[str, NullWords]] = MappingProxyType(
    {
        "strengths": NullWords(
            "how much each economy trades",
            "only how much\neach one trades",
            "sizes alone",
            "Worlds that keep how much each economy exports and imports deal its trade out to "
            "anybody, in proportion to size.",
        ),
        "degrees_and_strengths": NullWords(
            "how much, and with how many partners",
            "how much, and\nwith how many",
            "sizes and numbers of partners",
            "Worlds that keep the number of partners as well leave as many pairs without trade as "
            "there are, but not which.",
        ),
        "gravity": NullWords(
            "size, distance and unevenness",
            "size, distance\nand unevenness",
            "sizes, distance and unevenness",
            "Worlds that keep size and distance expect less trade the further away a partner is; "
            "and every pair takes from another pair of like size how far its trade is above or "
            "below what is expected, so that trade is as uneven as it is, but nobody’s friendship "
            "is his own.",
        ),
    }
)

TABLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "candidates": "T2, T4: who may stand in for each spoke in a comparison set",
        "substitution_account": "S1: the remittance account, by month",
        "substitution_choices": "S2: change, bounds and reading under every choice",
        "substitution_estimates": "S1: every published figure about the workers, and its use",
        "substitution_months": "S3: trade of the dyad by month, with the border",
        "substitution_neighbours": "S2: the dyad in question and its comparisons",
        "substitution_paths": "S2: yearly trade of these dyads",
        "substitution_worlds": "S2: readings in simulated worlds whose answer is known",
        "class_dyads": "T2, T4: trade, expectation, change and leverage of each dyad",
        "co_assignment": "T7: how often two members fall into one community",
        "division": "trade with the first patron over the second, by economy and year",
        "division_breaks": "R3: every stretch of years searched for a break",
        "division_dates": "R4: the division around dated facts",
        "division_paths": "the division of each economy and of those compared, around its mean",
        "division_placebos": "R2, R3: the economies compared, with their patrons",
        "division_sides": "each patron’s part before and after the event",
        "division_tests": "R1 to R4 of each economy",
        "division_verdicts": "the row of the decision table of each economy",
        "patrons": "trade with each patron by year: who told it, share, intensity, community",
        "cohesion": "T5: cohesion of the set, by period",
        "diversion": "the naive estimate, and the members’ turn to neutral partners",
        "event_study": "T3: change of each class in each period, with the band of placebo sets",
        "partners": "T6: the target’s partners with z",
        "placebo_dates": "T3: the statistic had the event been in another year",
        "placebos": "T2, T4: the statistic of every comparison set",
        "power": "T2, T4: how often a rise of a given size is found",
        "rivals": "T6: change of trade of named rivals with the target",
        "rule_inputs": "what the decision table looks at",
        "specifications": "the main specification, every variant and hidden-trade scenario",
        "strongest_placebos": "T2, T4: the comparison sets that rose most",
        "tie_changes": "other ties of the members before and after the event, by kind",
        "tie_classes": "other ties: value, expectation and intensity by kind, period and class",
        "tie_periods": "other ties: cohesion by kind and period",
        "timing": "T3: joint p-value and pre-trend",
        "without_each": "T2, T4: the class with each dyad left out",
        "club_places": "where the members stand among all sets of four economies",
        "clubs": "the largest rises among all sets of four economies",
        "clubs_histogram": "all sets of four economies by their rise: counts",
        "controls": "known blocs and break-ups, measured by the same inference",
        "controls_random": "random sets, measured by the same inference",
        "controls_surprises": "known blocs that did not come out as expected, in words",
        "communities": "community and trade of every economy, by period, under two nulls",
        "community_breaks": "how far the members’ company changed at the event and at other dates",
        "community_events": "communities that began, ended, merged or split",
        "community_lines": "each community of each period: size, core, tightness",
        "community_resolutions": "communities by resolution, and where they stand still",
        "community_stability": "how far searches for communities agree, by period",
        "community_tests": "communities and members against artificial worlds of three kinds",
        "company": "how often members share a community with each other and with others",
        "coverage": "T0: what is covered, by class and phase",
        "dependence": "share of each partner in each member’s trade, by period",
        "doubts": "findings by detector: how many, how much, what is done about them",
        "dyads": "every directed cell among the members, by period, with who reported it",
        "economies": "codes and names",
        "edges": "the network of the last full period: flows",
        "findings": "every doubt about the flows: what, where, how much, how sure",
        "groups": "trade, expectation, intensity and share by class, period and reading",
        "ledger": "rows and dollars by step and reason",
        "nodes": "the network of the last full period: economies",
        "sanctions": "measures against the members in force at the event, with their sources",
        "quarantine": "the classes with doubtful cells set aside and counted, by period",
        "set_aside": "the cells that may be set aside, with the surest finding about each",
        "sources_side_by_side": "the members’ dyads in every source",
        "ties": "pairs of economies that traded intensely over all periods",
        "ties_by_year": "pairs of the network with an intense flow, by period",
        "timeline": "events and measures that concern a member, by date, with their sources",
        "together": "which members share a community, by period",
    }
)

DETECTOR_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "coverage": "Fell silent",
        "mirror_gap": "Two reports far apart",
        "sums": "Sums and duplicates",
        "jumps": "Jumps",
        "korea_swap": "South Korea booked as North",
        "impossible": "More than could be shipped",
        "lost_in_transit": "Lost in transit",
        "hubs": "Others’ goods passing through",
        "source_switch": "Source changes at the event",
    }
)

DOUBTFUL_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {"set_aside": "set aside", "counted": "counted"}
)

GLOSSARY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "CIF, FOB": (
            "Cost, insurance and freight included, as importers report; free on board, without "
            "them, as exporters report. Here everything is brought to FOB."
        ),
        "Mirror": (
            "The same flow told by the other side. Where both tell, the gap between them is kept."
        ),
        "Hub–spoke": "Trade of the hub ({hub}) with each spoke ({spokes}).",
        "Spoke–spoke": "Trade of the spokes with one another: {spokes}.",
        "Dyad": "A pair of economies; a directed dyad is an exporter and an importer.",
        "Intensity": (
            "Observed ÷ expected trade. 1 is what the sizes of exporter and importer lead one to "
            "expect; distance, prices and diversion are not taken out."
        ),
        "Community": (
            "A group of economies found by a method, trading more inside than expected. "
            "Exploratory."
        ),
        "Covered": "Reported by an economy that files in every period of the window.",
        "Both, exporter only, importer only": "Who reported a cell that counts.",
        "Imputed": "Estimated by the statistical office that publishes it, not reported.",
        "Structural zero": "A side that filed in the period listed no such trade.",
        "Zero or missing": "A side filed, but its source cannot write a zero.",
        "Unobservable": "Neither side filed: nobody can know from reports. Never read as zero.",
        "Not held": "Our files lack it; others may have it. Never read as zero.",
        "Self-report (self_report)": (
            "Reported only by an economy that does not file throughout the window. Drawn, not "
            "counted: its silence at the event would look like a change of trade."
        ),
        "Set aside (quarantined)": (
            "Marked as doubtful by a detector: the cell keeps its value and does not count. The "
            "study is shown with and without such cells."
        ),
        "p-value": (
            "How often chance alone would give a result at least this strong. Small speaks against "
            "chance; large proves nothing."
        ),
        "Interval": (
            "The 95 % interval: the sizes of an effect that the data do not speak against. A wide "
            "one says that little is known."
        ),
        "Comparison set": (
            "Other economies in the place of the members, as alike in size and distance as can be "
            "found; also called a placebo. What happens to them is what is usual."
        ),
        "Cohesion": "How much more a set trades inside than its sizes lead one to expect.",
        "Specification": (
            "One way to make the whole analysis. The main one is written in the study's file; "
            "the others show whether the answer hangs on a choice."
        ),
        "Artificial world": (
            "Trade dealt out anew by chance with some features kept, to learn which groups appear "
            "without any friendship."
        ),
        "Lower bound": (
            "A sum over the main product chapters only; the flow is at least that large."
        ),
    }
)

# How each word of the glossary stands in a text; a page explains its first use in every section.
FORMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "CIF, FOB": ("FOB", "CIF"),
        "Mirror": ("mirror", "mirrors", "mirrored"),
        "Hub–spoke": ("hub–spoke",),
        "Spoke–spoke": ("spoke–spoke",),
        "Dyad": ("dyad", "dyads", "dyad-year", "dyad-years"),
        "Intensity": ("intensity", "intensities"),
        "Community": ("community", "communities"),
        "Covered": ("covered",),
        "Imputed": ("imputed",),
        "Structural zero": ("structural zero", "structural zeros"),
        "Unobservable": ("unobservable",),
        "Set aside (quarantined)": ("set aside", "quarantined"),
        "Lower bound": ("lower bound", "lower bounds"),
        "Interval": ("95 % interval", "95 % intervals"),
        "p-value": ("p-value", "p-values"),
        "Comparison set": ("comparison set", "comparison sets", "placebo set", "placebo sets"),
        "Cohesion": ("cohesion",),
        "Specification": ("specification", "specifications"),
        "Artificial world": ("artificial world", "artificial worlds"),
    }
)
