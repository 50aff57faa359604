#!/bin/sh
# autogen.sh           make ./configure (needs autoconf and automake)
# autogen.sh TARGET    from a bare Debian to a finished TARGET: install the
#                      packages that are missing, configure and make in build/
set -e
cd "$(dirname "$0")"
packages="autoconf automake gcc make pkg-config
    libicu-dev libxml2-dev libdb-dev zlib1g-dev libjansson-dev"
[ "$1" != check ] || packages="$packages libxml2-utils xz-utils"

missing() {
	for p in $packages; do
		dpkg-query -W -f '${Status}\n' "$p" 2>/dev/null |
		    grep -q 'ok installed' || printf ' %s' "$p"
	done
}

if [ -n "$1" ] && [ -n "$(missing)" ]; then
	sudo=; [ "$(id -u)" = 0 ] || sudo=sudo
	$sudo apt-get update -q >&2
	DEBIAN_FRONTEND=noninteractive \
	    $sudo apt-get install -y -q --no-install-recommends $(missing) >&2
fi
if [ -z "$1" ] || [ ! -x configure ] || [ configure.ac -nt configure ] ||
    [ Makefile.am -nt Makefile.in ]; then
	autoreconf -fi >&2
fi
[ -n "$1" ] || exit 0
mkdir -p build
cd build
[ -f Makefile ] || ../configure -q >&2
make -s -j"$(nproc)" all >&2
exec make -s --no-print-directory -j"$(nproc)" "$@"
