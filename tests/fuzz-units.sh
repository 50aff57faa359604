#!/bin/sh
# A short run of fuzz-units over the files of wild/; SEED and COUNT for more.
srcdir=${srcdir:-.}
exec tests/fuzz-units "${SEED:-1}" "${COUNT:-6000}" "$srcdir"/tests/wild/*.t??
