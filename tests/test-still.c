/*
 * Parts that never change: whoever reads one goes on reading it when it has
 * left and its file is gone, and a damaged one is told.
 */
#include "config.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include <stdlib.h>
#include <unistd.h>

#include "kv/part.h"
#include "scratch.h"
#include "test.h"

enum { KEYS = 2000, PART = 9, PAGE = 4096 };

static const struct wtm_open_opts create = { .create = 1 };
static uint64_t stamp;

static struct kv_bytes
key_of(unsigned char k[2], int n)
{
	k[0] = (unsigned char)(n >> 8);
	k[1] = (unsigned char)n;
	return (struct kv_bytes){ k, 2 };
}

static int
put_all(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	unsigned char value[300] = { 0 };

	(void)arg;
	for (int n = 0; n < KEYS; n++) {
		unsigned char k[2];

		key_of(k, n);
		if (kv_put(txn, KV_RUN, k, 2, value, sizeof value, err) != 0)
			return -1;
	}
	return 0;
}

static int
join(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	(void)arg;
	return kv_part_join(txn, KV_RUN, PART, &stamp, err);
}

static void
make(struct kv *kv)
{
	struct wtm_err err = { 0 };
	unsigned char from[2], to[2];

	CHECK_INT(kv_part_begin(kv, KV_RUN, PART, key_of(from, 0),
	    key_of(to, KEYS), &err), 1);
	CHECK_INT(kv_write(kv, put_all, NULL, &err), 0);
	CHECK_INT(kv_write_parts(kv, join, NULL, &err), 0);
	CHECK_STR(err.msg, "");
}

static int
leave(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	(void)arg;
	return kv_part_leave(txn, KV_RUN, PART, &stamp, err) == 1 ? 0 : -1;
}

static void
path_of(char *path, size_t size, const char *dir)
{
	snprintf(path, size, "%s/run-%d.db", dir, PART);
}

static int
is_there(const char *dir)
{
	char path[300];

	path_of(path, sizeof path, dir);
	return access(path, F_OK) == 0;
}

static int
get(struct kv_txn *txn, int n, struct wtm_err *err)
{
	struct kv_bytes v;
	unsigned char k[2];

	key_of(k, n);
	return kv_get(txn, KV_RUN, k, 2, &v, err);
}

/* What the reader and the one that takes the part away tell each other. */
struct turns {
	int reads;	/* to read from, to write to */
	int goes;
};

static void
turn(const struct turns *t)
{
	char c = '.';

	CHECK_INT(write(t->goes, &c, 1), 1);
	CHECK_INT(read(t->reads, &c, 1), 1);
}

static int
read_twice(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	if (kv_parts_at(txn, stamp, err) != 0)
		return -1;
	CHECK_INT(get(txn, 1, err), 1);
	turn(arg);
	for (int n = 0; n < KEYS; n++)
		CHECK_INT(get(txn, n, err), 1);
	return 0;
}

static int
read_none(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	(void)arg;
	if (kv_parts_at(txn, stamp + 1, err) != 0)
		return -1;
	CHECK_INT(get(txn, 1, err), 0);
	return 0;
}

static int
reader(const char *dir, struct turns *t)
{
	struct wtm_err err = { 0 };
	struct kv *kv;

	CHECK_INT(kv_open(&kv, dir, &create, &err), 0);
	CHECK_INT(kv_read(kv, read_twice, t, &err), 0);
	CHECK_INT(kv_read(kv, read_none, NULL, &err), 0);
	CHECK_STR(err.msg, "");
	kv_close(kv);
	return test_end();
}

static void
left(void)
{
	struct wtm_err err = { 0 };
	struct kv *kv;
	char *dir = scratch_dir();
	int up[2], down[2], status = -1;
	char c;
	pid_t pid;

	CHECK_INT(kv_open(&kv, dir, &create, &err), 0);
	make(kv);
	kv_close(kv);
	if (pipe(up) != 0 || pipe(down) != 0)
		exit(99);
	pid = fork();
	if (pid == 0)
		_exit(reader(dir, &(struct turns){ down[0], up[1] }));
	CHECK_INT(read(up[0], &c, 1), 1);
	CHECK_INT(kv_open(&kv, dir, &create, &err), 0);
	CHECK_INT(kv_write(kv, leave, NULL, &err), 0);
	kv_part_remove_left(kv);
	CHECK(!is_there(dir));
	CHECK_INT(write(down[1], &c, 1), 1);
	CHECK_INT(waitpid(pid, &status, 0), pid);
	CHECK_INT(status, 0);
	CHECK_STR(err.msg, "");
	kv_close(kv);
	scratch_remove(dir);
}

static int
read_all(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	(void)arg;
	if (kv_parts_at(txn, stamp, err) != 0)
		return -1;
	for (int n = 0; n < KEYS; n++)
		if (get(txn, n, err) < 0)
			return -1;
	return 0;
}

static void
damaged(void)
{
	struct wtm_err err = { 0 };
	struct kv *kv;
	char *dir = scratch_dir();
	char path[300];
	FILE *f;

	CHECK_INT(kv_open(&kv, dir, &create, &err), 0);
	make(kv);
	CHECK_INT(kv_read(kv, read_all, NULL, &err), 0);
	kv_close(kv);
	path_of(path, sizeof path, dir);
	f = fopen(path, "r+");
	fseek(f, 3 * PAGE, SEEK_SET);
	for (int i = 0; i < PAGE; i++)
		putc('x', f);
	fclose(f);
	CHECK_INT(kv_open(&kv, dir, &create, &err), 0);
	CHECK_INT(kv_read(kv, read_all, NULL, &err), -1);
	CHECK_INT(err.code, WTM_MEMORY);
	kv_close(kv);
	scratch_remove(dir);
}

int
main(void)
{
	left();
	damaged();
	return test_end();
}
