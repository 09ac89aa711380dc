// The room HTTPTransport. See Docs/Architecture.md.
