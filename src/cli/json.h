/*
 * json: JSON Lines, written as it goes: one object a line, each beginning
 * with "v":1.  Nothing is held in memory; write errors stay in the FILE.
 *
 * key is the name of a member, or NULL for an element of an array.
 */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct json {
	FILE *f;
	int comma;	/* the next value needs one before it */
};

void json_begin(struct json *j, FILE *f);	/* {"v":1 */
void json_end(struct json *j);	/* } and the end of the line */

/* Bytes that are no UTF-8 are written as U+FFFD. */
void json_str(struct json *j, const char *key, const char *s, size_t len);
void json_text(struct json *j, const char *key, const char *s);
void json_uint(struct json *j, const char *key, uint64_t v);
void json_bool(struct json *j, const char *key, int v);
void json_null(struct json *j, const char *key);
void json_tenths(struct json *j, const char *key, int tenths);	/* 100.0 */
void json_thousandths(struct json *j, const char *key,
    double s);	/* 0.123 */

void json_open(struct json *j, const char *key, char bracket);	/* { or [ */
void json_close(struct json *j, char bracket);	/* } or ] */

#endif
