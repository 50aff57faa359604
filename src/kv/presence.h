/*
 * presence: who has the folder of a memory open, and how one process gets it
 * for itself.  It says nothing about the database.
 */
#ifndef KV_PRESENCE_H
#define KV_PRESENCE_H

/*
 * All functions give 0 or an errno.  fd is that of one opening of the folder;
 * it is kept until the folder is closed.
 */
int presence_open(int *fd, const char *dir, int mode);

/* Come in; waits while another process has the folder for itself. */
int presence_enter(int fd);
void presence_leave(int fd);

/* Does another process ask for it?  Then leave, and enter again. */
int presence_is_asked(int fd);

/*
 * Whoever is in: have it alone, EBUSY when the others do not leave within
 * so many milliseconds.
 */
int presence_alone(int fd, long ms);
void presence_share(int fd);

/*
 * Have the logs kept as they are, for a backup.  Who may remove some (1, else
 * 0) lets go afterwards, too.
 */
int presence_keep_logs(int fd);
void presence_let_logs_go(int fd);
int presence_may_remove_logs(int fd);

/*
 * Parts of tables join them while nobody makes a backup, and the other way
 * round; each waits for the other.
 */
int presence_join_parts(int fd);
int presence_may_join_parts(int fd);	/* 1, or 0 without waiting */
int presence_keep_parts(int fd);
void presence_let_parts_go(int fd);

#endif
