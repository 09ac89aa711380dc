// The room AppsAndBooks. See Docs/Architecture.md.
