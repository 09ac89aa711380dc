// The room SimulatedService. See Docs/Architecture.md.
