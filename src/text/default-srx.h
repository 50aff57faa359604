/*
 * default-srx: the rules of the program as bytes, made from default.srx by
 * the Makefile, so that a program that is not installed has them too.
 */
#ifndef TEXT_DEFAULT_SRX_H
#define TEXT_DEFAULT_SRX_H

#include <stddef.h>

extern const unsigned char default_srx[];
extern const size_t default_srx_len;

#endif
