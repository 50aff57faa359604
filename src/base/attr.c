/*
 * attr: attributes by name.
 */
#include "config.h"
#include "wiretm.h"

#include <string.h>

struct wtm_str
wtm_attr_get(const struct wtm_attr *attrs, size_t n, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < n; i++)
		if (attrs[i].name.len == len &&
		    memcmp(attrs[i].name.s, name, len) == 0)
			return attrs[i].value;
	return (struct wtm_str){ 0 };
}
