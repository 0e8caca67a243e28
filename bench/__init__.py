"""The benchmark: whole processes against the floors and against plain loops, in turn. See docs/performance.md."""
