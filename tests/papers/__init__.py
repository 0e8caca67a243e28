"""Tests of the Word papers."""
