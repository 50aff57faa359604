/*
 * The door to the database: records, cursors, what survives the death of a
 * process, and what is refused.
 */
#include "config.h"

#include <sys/wait.h>

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "kv/kv.h"
#include "kv/sum.h"
#include "scratch.h"
#include "test.h"

static const struct wtm_open_opts create = { .create = 1 };

struct range {
	uint32_t from;
	uint32_t to;
	size_t val_len;
	uint32_t seen;
};

static int
put_range(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct range *r = arg;
	char *val = calloc(1, r->val_len + 1);
	int ret = 0;

	for (uint32_t i = r->from; i < r->to && ret == 0; i++) {
		struct buf key = { 0 };

		buf_u32(&key, i);
		ret = kv_put(txn, KV_RUN, key.s, key.len, val, r->val_len,
		    err);
		buf_free(&key);
	}
	free(val);
	return ret;
}

static int
count_range(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct range *r = arg;
	struct kv_cursor *c;
	struct buf key = { 0 };
	uint32_t want = r->from;
	int ret;

	r->seen = 0;
	buf_u32(&key, r->from);
	if (kv_cursor_open(&c, txn, KV_RUN, r->val_len ? KV_SWEEP : KV_STEP,
	    err) != 0)
		return -1;
	ret = kv_seek(c, key.s, key.len, err);
	for (; ret == 1 && r->seen < r->to - r->from;
	    ret = kv_next(c, err)) {
		struct rd rd = rd_over(c->key.s, c->key.len);

		if (rd_u32(&rd) != want++)
			break;
		r->seen++;
	}
	buf_free(&key);
	return ret < 0 ? -1 : 0;
}

static void
records_and_cursors(void)
{
	struct range r = { 0, 5000, 100, 0 };
	struct wtm_err err = { 0 };
	struct kv *kv;
	char *dir = scratch_dir();

	CHECK_INT(kv_open(&kv, dir, &create, &err), 0);
	CHECK_INT(kv_write(kv, put_range, &r, &err), 0);
	CHECK_INT(kv_read(kv, count_range, &r, &err), 0);
	CHECK_INT(r.seen, 5000);
	r.val_len = 0;
	CHECK_INT(kv_read(kv, count_range, &r, &err), 0);
	CHECK_INT(r.seen, 5000);
	r = (struct range){ 5000, 5003, 700000, 0 };
	CHECK_INT(kv_stage(kv, put_range, &r, &err), 0);
	CHECK_INT(kv_read(kv, count_range, &r, &err), 0);
	CHECK_INT(r.seen, 3);
	CHECK_STR(err.msg, "");
	kv_close(kv);
	scratch_remove(dir);
}

static void
refused(void)
{
	struct wtm_open_opts opts = WTM_OPEN_OPTS_INIT;
	struct wtm_err err = { 0 };
	struct kv *kv;
	struct kv *second;
	char *dir = scratch_dir();
	char path[300];
	FILE *f;

	CHECK_INT(kv_open(&kv, dir, &opts, &err), -1);
	CHECK_INT(err.code, WTM_MEMORY);
	CHECK(strstr(err.msg, "wiretm import") != NULL);

	err = (struct wtm_err){ 0 };
	snprintf(path, sizeof path, "%s/letter.txt", dir);
	f = fopen(path, "w");
	fclose(f);
	CHECK_INT(kv_open(&kv, dir, &create, &err), -1);
	CHECK_INT(err.code, WTM_MEMORY);
	unlink(path);

	err = (struct wtm_err){ 0 };
	CHECK_INT(kv_open(&kv, dir, &create, &err), 0);
	CHECK_INT(kv_open(&second, dir, &create, &err), -1);
	CHECK_INT(err.code, WTM_MEMORY);
	kv_close(kv);
	err = (struct wtm_err){ 0 };
	CHECK_INT(kv_open(&kv, dir, &opts, &err), 0);
	kv_close(kv);
	scratch_remove(dir);
}

static void
only_the_owner_reads(void)
{
	struct wtm_err err = { 0 };
	struct stat st;
	struct kv *kv;
	char *dir = scratch_dir();
	char path[300];

	snprintf(path, sizeof path, "%s/a/memory", dir);
	CHECK_INT(kv_open(&kv, path, &create, &err), 0);
	CHECK_INT(stat(path, &st), 0);
	CHECK_INT(st.st_mode & 0777, 0700);
	snprintf(path, sizeof path, "%s/a/memory/unit.db", dir);
	CHECK_INT(stat(path, &st), 0);
	CHECK_INT(st.st_mode & 0777, 0600);
	kv_close(kv);
	scratch_remove(dir);
}

/* Its making failed, and left an empty file: nobody waits for the rest. */
static void
no_shared_memory(void)
{
	struct wtm_err err = { 0 };
	struct kv *kv;
	char *dir = scratch_dir();
	char path[300];

	CHECK_INT(kv_open(&kv, dir, &create, &err), 0);
	kv_close(kv);
	snprintf(path, sizeof path, "%s/__db.001", dir);
	CHECK_INT(truncate(path, 0), 0);
	alarm(20);
	CHECK_INT(kv_open(&kv, dir, &create, &err), 0);
	CHECK_STR(err.msg, "");
	alarm(0);
	kv_close(kv);
	scratch_remove(dir);
}

/* A child that writes until it is killed. */
static void
write_for_ever(const char *dir)
{
	struct wtm_err err = { 0 };
	struct kv *kv;

	if (kv_open(&kv, dir, &create, &err) != 0)
		_exit(1);
	for (uint32_t i = 1000000;; i += 20) {
		struct range r = { i, i + 20, 200, 0 };

		if (kv_stage(kv, put_range, &r, &err) != 0)
			_exit(1);
	}
}

/* Another process dies again and again; this one loses nothing. */
static void
survives(void)
{
	struct wtm_err err = { 0 };
	struct range all = { 0, 0, 0, 0 };
	struct kv *kv;
	char *dir = scratch_dir();
	const struct timespec wait = { .tv_nsec = 25000000 };

	for (int round = 0; round < 6; round++) {
		pid_t pid = fork();

		if (pid == 0)
			write_for_ever(dir);
		CHECK_INT(kv_open(&kv, dir, &create, &err), 0);
		nanosleep(&wait, NULL);
		kill(pid, SIGKILL);
		for (int i = 0; i < 20; i++) {
			struct range r = { all.to, all.to + 10, 100, 0 };

			if (i == 10) {	/* a newcomer recovers */
				pid_t other = fork();

				if (other == 0)
					execl("/proc/self/exe", "test-kv",
					    dir, (char *)NULL);
				waitpid(other, NULL, 0);
			}
			if (!CHECK_INT(kv_write(kv, put_range, &r, &err), 0))
				fprintf(stderr, "%s\n", err.msg);
			all.to += 10;
		}
		waitpid(pid, NULL, 0);
		CHECK_INT(kv_read(kv, count_range, &all, &err), 0);
		CHECK_INT(all.seen, all.to);
		kv_close(kv);
	}
	scratch_remove(dir);
}

/* It is what the database writes: times 33 and plus a byte. */
static void
checksum(void)
{
	unsigned char page[4096 + 5];
	uint32_t slow = 0;

	for (size_t i = 0; i < sizeof page; i++) {
		page[i] = (unsigned char)(i * i >> 3);
		slow = slow * 33 + page[i];
		CHECK_INT(sum_of(page, i + 1), slow);
	}
	CHECK_INT(sum_of(page, 0), 0);
}

int
main(int argc, char **argv)
{
	struct wtm_err err = { 0 };
	struct kv *kv;

	if (argc == 2) {
		if (kv_open(&kv, argv[1], &create, &err) == 0)
			kv_close(kv);
		return 0;
	}
	records_and_cursors();
	refused();
	checksum();
	only_the_owner_reads();
	no_shared_memory();
	survives();
	return test_end();
}
