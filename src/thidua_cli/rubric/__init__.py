"""The issued score tables as data: model, kinds of scoring, loading."""
