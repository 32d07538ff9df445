"""Fourteen weeks in the life of a channel, each with the digest that it gets, word for word."""
