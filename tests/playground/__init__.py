"""Tests of the playground, driven by small real Bolt apps."""
