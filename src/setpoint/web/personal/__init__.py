"""Personal data: a person's consents, his archive, his erasure; purposes and rules of the company."""
