"""Single sign-on over OpenID Connect: the providers of the company, and whom they have vouched for."""
