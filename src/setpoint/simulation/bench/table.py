"""A summary as text: one block per family, a line per policy."""

from typing import Any

import numpy as np

HEAD = (
    f"{'':10} {'cells':>5} {'attained':>16} {'P(>=1)':>14} {'revenue/open %':>20} {'revenue/rules %':>20} "
    f"{'net/open %':>20} {'net/rules %':>20} {'closure':>18} {'paid %':>7} {'acts/wk':>8}"
)


def lines(summary: dict[str, Any]) -> list[str]:
    """Return the lines of a summary."""
    found = []
    for family, policies in summary["families"].items():
        found += [family, HEAD]
        found += [_line(policy, figures) for policy, figures in policies.items()]
        found.append("")
    for name, figures in summary["forecasts"].items():
        coverage = figures["coverage_80"]
        linear = f", linear pace {100 * figures['mape_linear']:.1f} %" if "mape_linear" in figures else ""
        found.append(
            f"forecast ({name}, {figures['cells']} quarters): Brier {figures['brier']:.3f}, "
            f"calibration error {figures['calibration_error']:.3f} "
            f"(beyond chance {figures['excess_calibration_error']:.3f}), "
            f"80 % interval covers {coverage['mean']:.2f} [{coverage['low']:.2f}; {coverage['high']:.2f}], "
            f"error {100 * figures['mape']:.1f} %{linear}"
        )
    for name, figures in summary["alarms"].get("detection", {}).items():
        delay = "not by half" if figures["median_delay"] is None else f"{figures['median_delay']:.0f} working days"
        found.append(
            f"detection ({name}, {figures['cells']} quarters): median {delay}, found in {100 * figures['found']:.0f} %"
        )
    if summary["alarms"]:
        found.append(f"false alarms per manager and month: {summary['alarms']['false_alarms_a_month']:.2f}")
    return found


def _line(policy: str, figures: dict[str, Any]) -> str:
    def per_cent(name: str) -> str:
        return _spread(figures[name], 100, 1)

    return (
        f"{policy:10} {figures['cells']:5d} {_spread(figures['attainment'], 1, 2):>16} "
        f"{_spread(figures['p_attain'], 1, 2):>14} {per_cent('revenue_vs_open'):>20} "
        f"{per_cent('revenue_vs_rules'):>20} "
        f"{per_cent('net_vs_open'):>20} {per_cent('net_vs_rules'):>20} {_spread(figures['regret_closure'], 1, 2):>18} "
        f"{100 * figures['paid_share']['mean']:7.1f} {figures['actions_a_week']:8.1f}"
    )


def _spread(estimate: dict[str, float], scale: float, digits: int) -> str:
    mean, low, high = (scale * estimate[name] for name in ("mean", "low", "high"))
    if np.isnan(mean):
        return "-"
    if np.isnan(low):
        return f"{mean:.{digits}f}"
    return f"{mean:.{digits}f} [{low:.{digits}f};{high:.{digits}f}]"
