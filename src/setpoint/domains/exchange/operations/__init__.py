"""What is done with keys, answers, endpoints and deliveries."""
