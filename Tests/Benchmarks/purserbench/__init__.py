"""The benchmarks of Purser: one module for each goal, each measured beside its peer in the same run."""
