"""A second, independent reckoning of clusters, and random clusters to hold the program against it."""
