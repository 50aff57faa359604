# gen.sh: for scripts that need units, whatever they say.

# gen TAG N: a TSV of N units.
gen() {
	awk -v tag="$1" -v n="$2" 'BEGIN {
		for (i = 1; i <= n; i++)
			printf "The %s council passed measure %d after %d " \
			    "hours of debate.\t%s 의회는 %d시간의 토론 끝에 " \
			    "%d호 안건을 통과시켰다.\n", tag, i, i % 37, tag,
			    i % 37, i
	}'
}
