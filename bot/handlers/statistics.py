"""/usage for learners, /stats for admins."""

import math

from bot.handlers.interaction import Interaction
from bot.handlers.limits import limit_line, wait
from bot.records.statistics import DAYS, Figures, Statistics
from bot.texts import Count, Texts
from bot.tutor.allowance import Allowance, Left, LimitReached


class StatisticsCommands:
    def __init__(self, allowance: Allowance, statistics: Statistics) -> None:
        self._allowance = allowance
        self._statistics = statistics

    async def usage(self, interaction: Interaction) -> None:
        """What the person may still ask in all chats, and, if the cents are used up, when they may ask again."""
        learner = interaction.place.chat if interaction.person is None else interaction.person
        text = usage_text(interaction.texts, await self._allowance.left(learner))
        try:
            await self._allowance.check(learner, question=False)
        except LimitReached as limit:
            text = f"{text}\n{limit_line(interaction.texts, limit)}"
        await interaction.say(text)

    async def stats(self, interaction: Interaction) -> None:
        await interaction.say(stats_text(interaction.texts, await self._statistics.recent()))


def usage_text(texts: Texts, left: Left) -> str:
    if left.questions is None:
        lines = [texts.usage_free]
    else:
        lines = [texts.usage.format(count=left.questions)]
        if left.seconds:
            minutes = max(1, math.ceil(left.seconds / 60))
            lines.append(texts.usage_next.format(wait=wait(texts, minutes)))
    if left.cents_a_day is not None:
        lines.append(texts.usage_cents.format(cents=f"{left.cents:.1f}", limit=f"{left.cents_a_day:g}"))
    return "\n".join(lines)


def stats_text(texts: Texts, figures: Figures) -> str:
    totals = figures.totals
    failures = [f"{texts.outcomes[state]} {count}" for state, count in figures.failures.items()]
    days = [
        f"{each.day:%m-%d} {each.course or '–'} · {each.questions} · {_short(each.tokens)} · {each.cents:.1f} ¢"
        for each in figures.days
    ]
    units = [f"{each.unit} · {each.questions} · {each.unanswered}" for each in figures.units]
    return texts.stats.format(
        days=DAYS,
        questions=Count(totals.questions),
        learners=Count(totals.learners),
        median=_seconds(totals.seconds_median),
        p95=_seconds(totals.seconds_p95),
        failures=", ".join(failures) or "–",
        tokens_in=_short(totals.tokens_in),
        tokens_out=_short(totals.tokens_out),
        cached=f"{totals.tokens_cached / max(1, totals.tokens_in):.0%}",
        cents=f"{totals.cents:.1f}",
        good=totals.good,
        bad=totals.bad,
        by_day="\n".join(days) or "–",
        units="\n".join(units) or "–",
    )


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _short(tokens: int) -> str:
    """12,345 as 12.3k."""
    return f"{tokens / 1000:.1f}k" if tokens >= 1000 else str(tokens)
