"""What should be: parameters, goals, quotas, plan versions."""
