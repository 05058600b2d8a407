"""What counts as net, and what paid levers cost."""

MARGIN, DISCOUNT_WEIGHT = 0.6, 0.4
"""Net = .6 x revenue - .4 x discount given - overtime - extra media."""
OVERTIME_PAY = 1.5
"""Of a usual touch."""
