"""Your account: how you sign in, where you are signed in, which programs act for you."""
