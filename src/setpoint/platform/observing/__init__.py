"""What machines read of us: a line of log for every request, figures for Prometheus."""
