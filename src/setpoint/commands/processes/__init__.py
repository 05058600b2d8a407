"""Several processes as one: lock, ports, supervision, and the leash that ends them with their parent."""
