/*
 * Parts of a table: it reads and writes like one file, whatever was made, has
 * joined or left; and what was not joined leaves nothing behind.
 */
#include "config.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "kv/part.h"
#include "scratch.h"
#include "test.h"

enum { KEYS = 3000 };

static const struct wtm_open_opts create = { .create = 1 };

/* What the table should hold: of each key a number, or 0. */
static uint32_t model[KEYS];
static uint64_t stamp;

static void
key_of(unsigned char k[4], uint32_t n)
{
	for (int i = 0; i < 4; i++)
		k[i] = (unsigned char)(n >> (24 - 8 * i));
}

static uint32_t
number_of(struct kv_bytes b)
{
	struct rd r = rd_over(b.s, b.len);

	return rd_u32(&r);
}

static int
put_some(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	const uint32_t *seed = arg;
	uint32_t x = *seed;

	if (kv_parts_at(txn, stamp, err) != 0)
		return -1;
	for (int i = 0; i < 400; i++) {
		unsigned char k[4];
		unsigned char v[300] = { 0 };
		uint32_t n;

		x = x * 1664525 + 1013904223;
		n = (x >> 8) % KEYS;
		key_of(k, n);
		if (x >> 30 == 0) {
			if (kv_del(txn, KV_UNIT, k, 4, err) < 0)
				return -1;
			model[n] = 0;
			continue;
		}
		key_of(v, x | 1);
		if (kv_put(txn, KV_UNIT, k, 4, v, sizeof v, err) != 0)
			return -1;
		model[n] = x | 1;
	}
	return 0;
}

static void
write_some(struct kv *kv, uint32_t seed)
{
	struct wtm_err err = { 0 };

	CHECK_INT(kv_write(kv, put_some, &seed, &err), 0);
	CHECK_STR(err.msg, "");
}

/* From `at` on the next key the model has; KEYS: none. */
static uint32_t
up(uint32_t at)
{
	while (at < KEYS && model[at] == 0)
		at++;
	return at;
}

static uint32_t
down(uint32_t at)
{
	while (at > 0 && model[at - 1] == 0)
		at--;
	return at;	/* one more than the key; 0: none */
}

static void
check_walk(struct kv_txn *txn, enum kv_cursor_kind kind, uint32_t from)
{
	struct wtm_err err = { 0 };
	struct kv_cursor *c;
	unsigned char k[4];
	uint32_t want = up(from);
	int ret;

	key_of(k, from);
	CHECK_INT(kv_cursor_open(&c, txn, KV_UNIT, kind, &err), 0);
	for (ret = kv_seek(c, k, 4, &err); ret == 1; ret = kv_next(c, &err)) {
		CHECK_INT(number_of(c->key), want);
		if (want == KEYS)
			break;
		CHECK_INT(number_of(c->val), model[want]);
		want = up(want + 1);
	}
	CHECK_INT(ret, 0);
	CHECK_INT(want, KEYS);
	kv_cursor_close(c);
}

static void
check_back(struct kv_txn *txn)
{
	struct wtm_err err = { 0 };
	struct kv_cursor *c;
	uint32_t want = down(KEYS);
	int ret;

	CHECK_INT(kv_cursor_open(&c, txn, KV_UNIT, KV_STEP, &err), 0);
	for (ret = kv_last(c, &err); ret == 1 && want > 0;
	    ret = kv_prev(c, &err)) {
		CHECK_INT(number_of(c->key), want - 1);
		want = down(want - 1);
	}
	CHECK_INT(ret, 0);
	CHECK_INT(want, 0);
	kv_cursor_close(c);
}

static int
look(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct kv_bytes v;
	unsigned char k[4];

	(void)arg;
	if (kv_parts_at(txn, stamp, err) != 0)
		return -1;
	for (uint32_t from = 0; from < KEYS; from += 499) {
		check_walk(txn, KV_STEP, from);
		check_walk(txn, KV_SWEEP, from);
		key_of(k, from);
		CHECK_INT(kv_get(txn, KV_UNIT, k, 4, &v, err),
		    model[from] != 0);
	}
	check_back(txn);
	return 0;
}

static void
check_all(struct kv *kv)
{
	struct wtm_err err = { 0 };

	CHECK_INT(kv_read(kv, look, NULL, &err), 0);
	CHECK_STR(err.msg, "");
}

static void
begin(struct kv *kv, uint64_t number, uint32_t from, uint32_t to)
{
	struct wtm_err err = { 0 };
	unsigned char a[4];
	unsigned char b[4];

	key_of(a, from);
	key_of(b, to);
	CHECK_INT(kv_part_begin(kv, KV_UNIT, number, (struct kv_bytes){ a, 4 },
	    (struct kv_bytes){ b, 4 }, &err), 1);
}

/* Take what is in the ranges of parts to come out of the table. */
static int
clear(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	(void)arg;
	if (kv_parts_at(txn, stamp, err) != 0)
		return -1;
	for (uint32_t n = 0; n < KEYS; n++) {
		unsigned char k[4];

		key_of(k, n);
		if (((n >= 500 && n < 1500) || n >= 2000) &&
		    kv_del(txn, KV_UNIT, k, 4, err) < 0)
			return -1;
		if ((n >= 500 && n < 1500) || n >= 2000)
			model[n] = 0;
	}
	return 0;
}

struct joining {
	uint64_t number;
	int fail;
};

static int
join(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	const struct joining *j = arg;

	if (kv_part_join(txn, KV_UNIT, j->number, &stamp, err) != 0)
		return -1;
	return j->fail ? err_set(err, WTM_SYSTEM, 0, "no") : 0;
}

static int
leave(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	return kv_part_leave(txn, KV_UNIT, *(uint64_t *)arg, &stamp, err) == 1 ?
	    0 : -1;
}

static int
find_empty(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	uint64_t *number = arg;

	if (kv_parts_at(txn, stamp, err) != 0)
		return -1;
	if (kv_part_find_empty(number, txn, KV_UNIT, err) == 0)
		*number = 0;
	return 0;
}

static int
is_there(const char *dir, const char *name)
{
	char path[300];

	snprintf(path, sizeof path, "%s/%s", dir, name);
	return access(path, F_OK) == 0;
}

/* Another process sees the same. */
static void
check_elsewhere(const char *dir)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		struct wtm_err err = { 0 };
		struct kv *kv;
		int before = test_failures;

		if (kv_open(&kv, dir, &create, &err) != 0)
			_exit(2);
		check_all(kv);
		write_some(kv, 99);
		check_all(kv);
		kv_close(kv);
		_exit(test_failures != before);
	}
	CHECK_INT(waitpid(pid, &status, 0), pid);
	CHECK_INT(status, 0);
}

static void
like_one_file(void)
{
	struct joining j = { .number = 7 };
	struct wtm_err err = { 0 };
	uint64_t number = 0;
	struct kv *kv;
	char *dir = scratch_dir();

	CHECK_INT(kv_open(&kv, dir, &create, &err), 0);
	write_some(kv, 1);
	CHECK_INT(kv_write(kv, clear, NULL, &err), 0);

	/* While they are made */
	begin(kv, 7, 500, 900);
	begin(kv, 7, 900, 1000);
	begin(kv, 8, 1000, 1500);
	begin(kv, 7, 2000, 2200);
	for (uint32_t i = 2; i < 8; i++)
		write_some(kv, i);
	check_all(kv);

	/* One is joined, at the second try; then the other */
	j.fail = 1;
	CHECK_INT(kv_write_parts(kv, join, &j, &err), -1);
	stamp = 0;
	CHECK(!is_there(dir, "unit-7.db"));
	write_some(kv, 10);
	j.fail = 0;
	err = (struct wtm_err){ 0 };
	CHECK_INT(kv_write_parts(kv, join, &j, &err), 0);
	CHECK_STR(err.msg, "");
	CHECK_INT(stamp, 1);
	CHECK(is_there(dir, "unit-7.db"));
	CHECK(!is_there(dir, "unit-8.db"));
	check_all(kv);
	write_some(kv, 11);
	j.number = 8;
	CHECK_INT(kv_write_parts(kv, join, &j, &err), 0);
	CHECK(!is_there(dir, ".building"));
	write_some(kv, 12);
	check_all(kv);

	/* For others, too; also when all is opened again */
	kv_close(kv);
	check_elsewhere(dir);
	CHECK_INT(kv_open(&kv, dir, &create, &err), 0);
	write_some(kv, 99);	/* as the other process did */
	check_all(kv);

	/* One goes */
	CHECK_INT(kv_read(kv, find_empty, &number, &err), 0);
	CHECK_INT(number, 0);
	for (uint32_t n = 1000; n < 1500; n++)
		model[n] = 0;
	number = 8;
	CHECK_INT(kv_write(kv, leave, &number, &err), 0);
	kv_part_remove_left(kv);
	CHECK(!is_there(dir, "unit-8.db"));
	check_all(kv);
	write_some(kv, 14);
	check_all(kv);
	CHECK_INT(kv_write(kv, clear, NULL, &err), 0);
	CHECK_INT(kv_read(kv, find_empty, &number, &err), 0);
	CHECK_INT(number, 7);
	write_some(kv, 15);
	check_all(kv);

	/* All become one file again */
	CHECK_INT(kv_rewrite(kv, &err), 0);
	CHECK_STR(err.msg, "");
	CHECK(!is_there(dir, "unit-7.db"));
	check_all(kv);
	write_some(kv, 16);
	check_all(kv);
	kv_close(kv);
	scratch_remove(dir);
}

/* Who makes a part dies; whoever comes next removes it. */
static void
killed(void)
{
	struct wtm_err err = { 0 };
	struct kv *kv;
	char *dir = scratch_dir();
	int status;
	pid_t pid;

	stamp = 0;
	memset(model, 0, sizeof model);
	CHECK_INT(kv_open(&kv, dir, &create, &err), 0);
	kv_close(kv);
	pid = fork();
	if (pid == 0) {
		if (kv_open(&kv, dir, &create, &err) != 0)
			_exit(2);
		begin(kv, 3, 0, KEYS);
		write_some(kv, 1);
		kill(getpid(), SIGKILL);
	}
	CHECK_INT(waitpid(pid, &status, 0), pid);
	CHECK(is_there(dir, ".building/unit-3.db"));
	CHECK_INT(kv_open(&kv, dir, &create, &err), 0);
	CHECK_INT(kv_part_discard(kv, KV_UNIT, 3, 4, &err), 0);
	CHECK(!is_there(dir, ".building"));
	check_all(kv);
	begin(kv, 4, 0, KEYS);
	write_some(kv, 1);
	check_all(kv);
	CHECK_INT(kv_part_discard(kv, KV_UNIT, 4, 5, &err), 0);
	CHECK(!is_there(dir, ".building"));
	memset(model, 0, sizeof model);
	check_all(kv);
	kv_close(kv);
	scratch_remove(dir);
}

/* A copy holds the parts that had joined. */
static void
copied(void)
{
	struct joining j = { .number = 5 };
	struct wtm_err err = { 0 };
	struct kv *kv;
	char *dir = scratch_dir();
	char *copy = scratch_dir();

	stamp = 0;
	memset(model, 0, sizeof model);
	CHECK_INT(kv_open(&kv, dir, &create, &err), 0);
	begin(kv, 5, 100, 2500);
	begin(kv, 6, 2500, 3000);
	write_some(kv, 1);
	CHECK_INT(kv_write_parts(kv, join, &j, &err), 0);
	CHECK_INT(kv_backup(kv, copy, &err), 0);
	CHECK_STR(err.msg, "");
	CHECK_INT(kv_part_discard(kv, KV_UNIT, 6, 7, &err), 0);
	kv_close(kv);
	for (uint32_t n = 2500; n < KEYS; n++)
		model[n] = 0;
	CHECK_INT(kv_open(&kv, copy, &create, &err), 0);
	check_all(kv);
	kv_close(kv);
	scratch_remove(dir);
	scratch_remove(copy);
}

int
main(void)
{
	like_one_file();
	killed();
	copied();
	return test_end();
}
