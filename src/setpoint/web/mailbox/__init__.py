"""Letters that this installation sent to a mailbox of its own: in the demo, where no mail leaves."""
