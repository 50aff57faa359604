/*
 * key: keys of the tables; what they are keys of says store.c.
 */
#include "config.h"
#include "memory/key.h"

#include <string.h>

static void
put_be(unsigned char *k, uint64_t v, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		k[i] = (unsigned char)(v >> (8 * (bytes - 1 - i)));
}

void
key_id(unsigned char k[KEY_ID], uint64_t id)
{
	put_be(k, id, 8);
}

void
key_unit(unsigned char k[KEY_UNIT], uint64_t id, uint32_t change)
{
	put_be(k, id, 8);
	put_be(k + 8, (uint32_t)~change, 4);
}

void
key_journal(unsigned char k[KEY_JOURNAL], uint32_t change, uint64_t id)
{
	put_be(k, change, 4);
	put_be(k + 4, id, 8);
}

void
key_change(unsigned char k[KEY_CHANGE], uint32_t change)
{
	k[0] = 'c';
	put_be(k + 1, change, 4);
}

void
key_rank(unsigned char k[KEY_RANK], uint64_t rank)
{
	k[0] = 'r';
	put_be(k + 1, rank, 8);
}

void
key_header(unsigned char k[KEY_HEADER], uint32_t change)
{
	memcpy(k, "hdr", 3);
	put_be(k + 3, change, 4);
}

void
key_hidden_header(unsigned char k[KEY_HEADER], uint32_t change)
{
	memcpy(k, "hid", 3);
	put_be(k + 3, change, 4);
}
