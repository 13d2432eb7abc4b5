"""The parts of `bench.storingen`: the fault harness."""
