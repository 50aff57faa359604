/*
 * key: keys of the tables, as bytes that sort as the numbers do.
 */
#ifndef MEMORY_KEY_H
#define MEMORY_KEY_H

#include <stdint.h>

/* Buffers of these sizes. */
enum {
	KEY_ID = 8,
	KEY_UNIT = 12,
	KEY_JOURNAL = 12,
	KEY_CHANGE = 5,
	KEY_RANK = 9,
	KEY_HEADER = 7,
};

/* The first sorts before the versions of the unit. */
void key_id(unsigned char k[KEY_ID], uint64_t id);
void key_unit(unsigned char k[KEY_UNIT], uint64_t id, uint32_t change);
void key_journal(unsigned char k[KEY_JOURNAL], uint32_t change, uint64_t id);
void key_change(unsigned char k[KEY_CHANGE], uint32_t change);
void key_rank(unsigned char k[KEY_RANK], uint64_t rank);
void key_header(unsigned char k[KEY_HEADER], uint32_t change);
void key_hidden_header(unsigned char k[KEY_HEADER], uint32_t change);

#endif
