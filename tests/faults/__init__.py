"""Faulty, hostile and awkward workbooks, each with what is owed to it, and the promises they put to the test."""
