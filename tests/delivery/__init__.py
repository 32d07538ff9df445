"""Tests of what the clock sets off."""
