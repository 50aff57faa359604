/*
 * decimal: exact decimal numbers.  A wire figure never needs more than 18
 * digits; what does is refused, never rounded, and there is no floating point.
 */
#include "config.h"

#include "text/decimal.h"

#define LIMIT INT64_C(1000000000000000000)

static int
fits(int64_t m)
{
	return m > -LIMIT && m < LIMIT;
}

struct dec
dec_of(int64_t m, int e)
{
	struct dec d = { m, e };

	if (m == 0) {
		d.e = 0;
		return d;
	}
	while (d.m % 10 == 0) {
		d.m /= 10;
		d.e++;
	}
	return d;
}

int
dec_eq(struct dec a, struct dec b)
{
	return a.m == b.m && a.e == b.e;
}

/* Write d with the exponent e, which is at most its own. */
static int
scale_to(int64_t *out, struct dec d, int e)
{
	if (d.m == 0) {
		*out = 0;
		return 0;
	}
	if (d.e - e > DEC_DIGITS)
		return -1;
	*out = d.m;
	for (int i = d.e; i > e; i--) {
		if (*out >= LIMIT / 10 || *out <= -LIMIT / 10)
			return -1;
		*out *= 10;
	}
	return fits(*out) ? 0 : -1;
}

static int
finish(struct dec *out, int64_t m, int e)
{
	if (!fits(m))
		return -1;
	*out = dec_of(m, e);
	return out->e > DEC_EXP || out->e < -DEC_EXP ? -1 : 0;
}

int
dec_add(struct dec *out, struct dec a, struct dec b)
{
	int e = a.e < b.e ? a.e : b.e;
	if (a.m == 0)
		e = b.e;
	else if (b.m == 0)
		e = a.e;
	int64_t x = 0;
	int64_t y = 0;

	if (scale_to(&x, a, e) != 0 || scale_to(&y, b, e) != 0)
		return -1;
	return finish(out, x + y, e);
}

int
dec_mul(struct dec *out, struct dec a, struct dec b)
{
	int64_t m = 0;

	if (__builtin_mul_overflow(a.m, b.m, &m))
		return -1;
	return finish(out, m, a.e + b.e);
}

/* How many digits m has. */
static int
digits(int64_t m)
{
	int n = 0;

	for (; m != 0; m /= 10)
		n++;
	return n;
}

int
dec_cmp(struct dec a, struct dec b)
{
	int sa = (a.m > 0) - (a.m < 0);
	int sb = (b.m > 0) - (b.m < 0);

	if (sa != sb || sa == 0)
		return sa < sb ? -1 : sa > sb;
	int ta = digits(a.m) + a.e;
	int tb = digits(b.m) + b.e;
	if (ta != tb)
		return ta < tb ? -sa : sa;
	/* The leading digits stand at the same place: level the lengths. */
	for (int i = digits(a.m); i < digits(b.m); i++)
		a.m *= 10;
	for (int i = digits(b.m); i < digits(a.m); i++)
		b.m *= 10;
	return a.m < b.m ? -1 : a.m > b.m;
}

int
dec_int(int64_t *out, struct dec d)
{
	if (d.e < 0)
		return -1;
	return scale_to(out, d, 0);
}

void
dec_print(struct buf *b, struct dec d)
{
	char num[24];
	int64_t m = d.m < 0 ? -d.m : d.m;
	int n = 0;

	do {
		num[n++] = (char)('0' + m % 10);
		m /= 10;
	} while (m != 0);
	if (d.m < 0)
		buf_addc(b, '-');
	if (n + d.e <= 0)
		buf_adds(b, "0.");
	for (int i = n + d.e; i < 0; i++)
		buf_addc(b, '0');
	for (int i = n; i > 0; i--) {
		buf_addc(b, num[i - 1]);
		if (d.e < 0 && i - 1 == -d.e)
			buf_addc(b, '.');
	}
	for (int i = 0; i < d.e; i++)
		buf_addc(b, '0');
}
