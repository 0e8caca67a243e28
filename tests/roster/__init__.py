"""Facts about cluster.yaml."""
