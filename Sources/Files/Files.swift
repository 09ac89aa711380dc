// The room Files. See Docs/Architecture.md.
