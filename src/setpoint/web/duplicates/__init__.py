"""Cards that may be of one customer: decided on, merged, taken back."""
