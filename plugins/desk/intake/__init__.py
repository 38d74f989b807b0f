"""``desk import villages|finance|folder``: what towns send of their villages, taken in whole or not at all."""
