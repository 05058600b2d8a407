"""Passwords of the cast are hashed by argon2 as everywhere, but cheaply: nobody tries to guess them."""

from django.contrib.auth.hashers import Argon2PasswordHasher

Argon2PasswordHasher.time_cost = 1
Argon2PasswordHasher.memory_cost = 64
Argon2PasswordHasher.parallelism = 1
