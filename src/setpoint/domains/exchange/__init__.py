"""State of everything that talks to the outside: keys of other systems, remembered answers, endpoints, deliveries."""
