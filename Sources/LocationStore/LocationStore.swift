// The room LocationStore. See Docs/Architecture.md.
