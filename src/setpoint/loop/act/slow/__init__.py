"""The slow loop: what the week should look like, from the flow alone. Pure; no database."""
