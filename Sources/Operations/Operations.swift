// The room Operations. See Docs/Architecture.md.
