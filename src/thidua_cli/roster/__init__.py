"""The cluster as its folder's cluster.yaml describes it: members, roles, dates, ballots, readings."""
