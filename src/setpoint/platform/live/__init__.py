"""Live events: browsers learn that a record has changed, never what it says, and fetch it again as usual."""
