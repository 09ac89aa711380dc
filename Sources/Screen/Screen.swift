// The room Screen. See Docs/Architecture.md.
