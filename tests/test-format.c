/*
 * A memory of the first format opens for ever: format-1.dump is one, each
 * record a line "TABLE KEY VALUE" in hexadecimal.
 *
 * test-format		loads the dump and looks what is in it
 * test-format DIR	prints a dump of the memory in DIR
 */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "kv/kv.h"
#include "scratch.h"
#include "test.h"
#include "wiretm.h"

static void
put_hex(struct kv_bytes b)
{
	for (size_t i = 0; i < b.len; i++)
		printf("%02x", b.s[i]);
}

static int
dump(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	(void)arg;
	for (int t = 0; t < KV_TABLES; t++) {
		struct kv_cursor *c;
		int ret;

		if (kv_cursor_open(&c, txn, (enum kv_table)t, KV_STEP,
		    err) != 0)
			return -1;
		for (ret = kv_seek(c, "", 0, err); ret == 1;
		    ret = kv_next(c, err)) {
			printf("%d ", t);
			put_hex(c->key);
			putchar(' ');
			put_hex(c->val);
			putchar('\n');
		}
		kv_cursor_close(c);
		if (ret < 0)
			return -1;
	}
	return 0;
}

/* The bytes of a word in hexadecimal; where it ended. */
static const char *
take_hex(struct buf *b, const char *s)
{
	unsigned byte;

	buf_clear(b);
	while (*s == ' ')
		s++;
	for (; sscanf(s, "%2x", &byte) == 1 && *s > ' '; s += 2)
		buf_addc(b, (char)byte);
	return s;
}

static int
load(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	FILE *f = fopen(arg, "r");
	struct buf key = { 0 };
	struct buf val = { 0 };
	char *line = NULL;
	size_t size = 0;
	int ret = f == NULL ? -1 : 0;

	while (ret == 0 && getline(&line, &size, f) > 0) {
		enum kv_table t = (enum kv_table)(line[0] - '0');

		take_hex(&val, take_hex(&key, line + 2));
		ret = kv_put(txn, t, key.s, key.len,
		    val.len > 0 ? val.s : "", val.len, err);
	}
	free(line);
	buf_free(&key);
	buf_free(&val);
	if (f != NULL)
		fclose(f);
	return ret;
}

static void
check_lookup(struct wtm_session *s)
{
	struct wtm_lookup_opts opts = WTM_LOOKUP_OPTS_INIT;
	static const char exact[] = "Seoul shares close higher";
	static const char number[] = "Exports rose 7.5 percent in May.";
	const struct wtm_matches *m;
	struct wtm_err err = { 0 };

	CHECK_INT(wtm_lookup(&m, s, exact, sizeof exact - 1, &opts, &err), 0);
	if (CHECK_INT(m->n, 1)) {
		CHECK_INT(m->at[0].kind, WTM_EXACT);
		CHECK_STR(m->at[0].offered.s, "서울 증시 상승 마감");
	}
	CHECK_INT(wtm_lookup(&m, s, number, sizeof number - 1, &opts, &err),
	    0);
	if (CHECK_INT(m->n, 1)) {
		CHECK_INT(m->at[0].kind, WTM_NUMBER);
		CHECK_STR(m->at[0].offered.s, "5월 수출은 7.5% 늘었다.");
	}
	CHECK_STR(err.msg, "");
}

static void
check_memory(const char *dir)
{
	struct wtm_open_opts opts = WTM_OPEN_OPTS_INIT;
	struct wtm_err err = { 0 };
	struct wtm_verified v = { 0 };
	const struct wtm_stats *st;
	struct wtm_session *s;
	struct wtm *w;

	if (!CHECK_INT(wtm_open(&w, dir, &opts, &err), 0)) {
		fprintf(stderr, "%s\n", err.msg);
		return;
	}
	CHECK_INT(wtm_session_new(&s, w, &err), 0);
	CHECK_INT(wtm_stats(&st, s, &err), 0);
	CHECK_INT(st->units, 3);
	CHECK_INT(st->format, 1);
	CHECK_INT(wtm_verify(&v, s, NULL, NULL, &err), 0);
	CHECK_INT(v.faults, 0);
	CHECK_INT(v.units, 3);
	check_lookup(s);
	wtm_session_free(s);
	wtm_close(w);
}

/* The format record begins with the number of the format. */
static int
make_newer(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct kv_bytes val;
	unsigned char copy[64] = { 0 };

	(void)arg;
	if (kv_get(txn, KV_META, "format", 6, &val, err) != 1 ||
	    val.len > sizeof copy)
		return -1;
	memcpy(copy, val.s, val.len);
	copy[3] = 99;
	return kv_put(txn, KV_META, "format", 6, copy, val.len, err);
}

static void
newer_is_refused(const char *dir)
{
	struct wtm_open_opts opts = WTM_OPEN_OPTS_INIT;
	struct wtm_err err = { 0 };
	struct kv *kv;
	struct wtm *w;

	CHECK_INT(kv_open(&kv, dir, &opts, &err), 0);
	CHECK_INT(kv_write(kv, make_newer, NULL, &err), 0);
	kv_close(kv);
	CHECK_INT(wtm_open(&w, dir, &opts, &err), -1);
	CHECK_INT(err.code, WTM_MEMORY);
	CHECK(strstr(err.msg, "newer") != NULL);
}

int
main(int argc, char **argv)
{
	struct wtm_open_opts opts = { .create = 1 };
	const char *src = getenv("srcdir");
	struct wtm_err err = { 0 };
	struct kv *kv;
	char path[4096];
	char *dir;
	int ret;

	if (argc == 2) {
		if (kv_open(&kv, argv[1], &opts, &err) != 0)
			return 1;
		ret = kv_read(kv, dump, NULL, &err);
		kv_close(kv);
		return ret == 0 ? 0 : 1;
	}
	dir = scratch_dir();
	snprintf(path, sizeof path, "%s/tests/format-1.dump",
	    src != NULL ? src : ".");
	CHECK_INT(kv_open(&kv, dir, &opts, &err), 0);
	CHECK_INT(kv_write(kv, load, path, &err), 0);
	kv_close(kv);
	check_memory(dir);
	newer_is_refused(dir);
	scratch_remove(dir);
	return test_end();
}
