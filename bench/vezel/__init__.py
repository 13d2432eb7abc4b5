"""The parts of `bench.vezels`: fuzzing everything that reads what another wrote."""
