# noqa: A005 - named after the renderer it tests
