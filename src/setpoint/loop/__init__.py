"""The spine: plan, record, control, act, verify, inform. It knows flows and parameters, and no domain."""
