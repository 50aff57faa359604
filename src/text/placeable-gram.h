/*
 * placeable-gram: what the files of the grammar share.  A rule is tried at
 * atom i; it fills p and returns how many atoms it took, or 0.
 */
#ifndef TEXT_PLACEABLE_GRAM_H
#define TEXT_PLACEABLE_GRAM_H

#include "text/placeable-lex.h"

struct gram {
	const char *s;
	const struct atom *at;
	size_t n;
};

/* The class of atom i, and is it this word, tail or sign? */
int gram_class(const struct gram *g, size_t i);
int gram_word(const struct gram *g, size_t i, int word);
int gram_tail(const struct gram *g, size_t i, int tail);
int gram_sign(const struct gram *g, size_t i, int sign);

/* Nothing stands between atom i - 1 and atom i. */
int gram_glued(const struct gram *g, size_t i);

/* A whole number in min to max plain digits, without grouping. */
int gram_plain(const struct gram *g, size_t i, int min, int max);

void gram_part(struct placeable *p, int part, const struct atom *a);

size_t rule_date_digits(struct placeable *p, const struct gram *g, size_t i);
size_t rule_date_ko(struct placeable *p, const struct gram *g, size_t i);
size_t rule_date_en(struct placeable *p, const struct gram *g, size_t i);
size_t rule_time_digits(struct placeable *p, const struct gram *g, size_t i);
size_t rule_time_race(struct placeable *p, const struct gram *g, size_t i);
size_t rule_time_ko(struct placeable *p, const struct gram *g, size_t i);
size_t rule_weekday(struct placeable *p, const struct gram *g, size_t i);
size_t rule_design_first(struct placeable *p, const struct gram *g, size_t i);
size_t rule_design_last(struct placeable *p, const struct gram *g, size_t i);
size_t rule_name(struct placeable *p, const struct gram *g, size_t i);

/* Let the ends of ranges share units and scales: 3-5 million, $3-5. */
void ph_join_ranges(struct placeables *ps, const char *s, size_t len);

#endif
