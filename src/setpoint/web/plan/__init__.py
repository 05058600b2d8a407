"""The plan: the tree of goals, what a goal asks of the funnel, and every version with who, when and why."""
