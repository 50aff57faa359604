/*
 * particle: the Korean particle that follows the sound before it: 은/는,
 * 이/가, 을/를, 과/와, 으로/로 and their kin.
 */
#ifndef TEXT_PARTICLE_H
#define TEXT_PARTICLE_H

#include "wiretm.h"

/* How a text ends when it is read aloud. */
enum ending { END_UNKNOWN, END_VOWEL, END_RIEUL, END_CONSONANT };
enum ending particle_ending(struct wtm_str s);

/*
 * The text was, followed by rest, becomes now, followed by rest.  When rest
 * begins with a particle that has to change, the new form, and in *taken how
 * many bytes of rest it replaces; else NULL.
 */
const char *particle_after(struct wtm_str was, struct wtm_str now,
    struct wtm_str rest, size_t *taken);

/*
 * The form after a consonant of a particle that begins rest in its form after
 * a vowel, and how much of rest that is; 0: none does.
 */
size_t particle_fold(const char **form, struct wtm_str rest);

#endif
