/*
 * guard: nobody waits for the dead.
 *
 * Berkeley DB keeps POSIX mutexes and latches in memory that processes share.
 * A process that is killed while it holds one leaves the others waiting for
 * ever.  This module stands between the database and the threads library: a
 * wait that lasts looks now and then whether a process that was registered
 * with the environment has died, and then fails, upon which the database says
 * DB_RUNRECOVERY and kv opens again; so does a reader that asks for the same
 * page without end.  (kv never waits for locks on records.)
 */
#ifndef KV_GUARD_H
#define KV_GUARD_H

/* Whether a process has died that had the environment in use open. */
typedef int (*guard_died_fn)(void);

/* From now on waits ask died().  The function is the same for ever. */
void guard_set(guard_died_fn died);

/*
 * Between these two a thread makes one call that reads a few pages.  It fails
 * when it takes latches without end: of a page that is all zeros, damaged that
 * is, the database thinks that it is about to be read.
 */
void guard_reads(void);
void guard_has_read(void);

/*
 * Whether the register of an environment, open at fd, names a process that no
 * longer lives.  fd must stay open as long as the environment: closing any
 * descriptor of the file drops the locks of the whole process.
 */
int guard_register_has_dead(int fd);

#endif
