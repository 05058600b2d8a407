"""Ways to steer, by the names that the command line takes; one file each."""

from collections.abc import Callable

from setpoint.simulation.bench.policies.base import Steering, Task
from setpoint.simulation.bench.policies.loop import Loop
from setpoint.simulation.bench.policies.loop_all import LoopAll
from setpoint.simulation.bench.policies.manager import Manager
from setpoint.simulation.bench.policies.open_loop import OpenLoop
from setpoint.simulation.bench.policies.oracle import Oracle
from setpoint.simulation.bench.policies.pid import Pid
from setpoint.simulation.bench.policies.rules import Rules

POLICIES: dict[str, Callable[[Task], Steering]] = {
    "open": OpenLoop,
    "manager": Manager,
    "rules": Rules,
    "pid": Pid,
    "loop": Loop,
    "loop-all": LoopAll,
    "oracle": Oracle,
}
