"""What a run costs beside the least it could cost; `python -m tests.benchmarks` from a checkout."""
