"""How the company signs in: what roles require, single sign-on."""
