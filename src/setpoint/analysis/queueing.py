"""Queues with several servers: Erlang's formulas, with and without patience."""

from dataclasses import dataclass
from math import exp, inf

HUGE = 1e250


def erlang_b(servers: int, load: float) -> float:
    """P(all servers busy) when nobody waits; load in erlangs. By recursion, stable for thousands of servers."""
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = load * blocked / (count + load * blocked)
    return blocked


def erlang_c(servers: int, load: float) -> float:
    """P(wait) when everybody waits; 1 where the load is at least the number of servers."""
    if load >= servers:
        return 1.0
    blocked = erlang_b(servers, load)
    return blocked / (1 - load / servers * (1 - blocked))


def mean_wait(servers: int, load: float, service: float) -> float:
    """Mean wait of Erlang C in the unit of the mean service time; inf where the queue grows for ever."""
    return inf if load >= servers else erlang_c(servers, load) * service / (servers - load)


def share_within(servers: int, load: float, service: float, norm: float) -> float:
    """Share answered within the norm (same unit as `service`) under Erlang C."""
    if load >= servers:
        return 0.0
    return 1 - erlang_c(servers, load) * exp(-(servers - load) * norm / service)


def servers_for(load: float, service: float, norm: float, share: float) -> int:
    """Fewest servers that answer `share` within the norm."""
    servers = max(1, int(load) + 1)
    while share_within(servers, load, service, norm) < share:
        servers += 1
    return servers


@dataclass(frozen=True)
class Impatient:
    """A queue that people leave (M/M/n+M)."""

    p_wait: float
    p_abandon: float
    mean_wait: float
    """Over all, in the unit of the service time."""


def erlang_a(servers: int, load: float, service: float, patience: float) -> Impatient:
    """Erlang A: exponential patience with this mean (unit of `service`). Source: Palm 1957; Garnett et al. 2002."""
    arrive, serve, leave = load / service, 1 / service, 1 / patience
    weight = [1.0]
    while len(weight) <= servers or weight[-1] > 1e-15 * max(weight):
        here = len(weight)
        weight.append(weight[-1] * arrive / (min(here, servers) * serve + max(here - servers, 0) * leave))
        if weight[-1] > HUGE:
            weight = [each / HUGE for each in weight]
    total = sum(weight)
    waiting = sum((here - servers) * each for here, each in enumerate(weight) if here > servers) / total
    return Impatient(
        p_wait=sum(weight[servers:]) / total,
        p_abandon=leave * waiting / arrive,
        mean_wait=waiting / arrive,
    )
