#!/bin/sh
# The index against the full scan, longer and with other random numbers.
set -e
for seed in 11 12 13; do
	tests/test-index "$seed" 60
done
