// The room Terminal. See Docs/Architecture.md.
