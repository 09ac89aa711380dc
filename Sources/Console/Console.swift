// The room Console. See Docs/Architecture.md.
