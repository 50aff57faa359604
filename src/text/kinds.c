/*
 * The first pattern of the table that matches a line decides.  A pattern
 * begins at the start of the line; with $ it has to fill the line.
 */
#include "config.h"

#include "text/kinds.h"

#include <stdlib.h>
#include <string.h>

#include "text/dfa.h"
#include "text/lookahead.h"

#define AGENCY "(?:UPI|AP|AFP|EPA(?:-EFE)?|EFE|Reuters|REUTERS|Yonhap|YONHAP|" \
	"Xinhua|Kyodo|TASS|Tass|ANSA|dpa|DPA|PTI|IANS|KCNA|Bloomberg|Bernama|" \
	"Newsis|News1|Getty(?: Images)?|Pool|Anadolu|PRNewswire|" \
	"Business Wire|U\\.S\\. [A-Z][a-z]+)"
#define NAME "\\p{Lu}[\\p{L}.'\u2019-]*"
#define OPEN "[(\\[<\u3010\u3008\u300a{]"
#define CLOSE "[)\\]>\u3011\u3009\u300b}]"
#define REPORTER "(?:\uae30\uc790|\ud2b9\ud30c\uc6d0|\ud1b5\uc2e0\uc6d0|" \
	"\ub17c\uc124\uc704\uc6d0|\ud3b8\uc9d1\uc704\uc6d0|\uc575\ucee4|" \
	"PD|\uce7c\ub7fc\ub2c8\uc2a4\ud2b8)"
#define MAIL "[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+"

enum { STARTS = 1, WHOLE = 2, BOTH = 3 };

static const struct {
	enum wtm_segment_kind kind;
	int flags;
	const char *pattern;
} table[] = {
	/* -30-, (END), ###, (MORE) */
	{ WTM_END, BOTH, "(?i)[-\u2013\u2014*=\\s]*" OPEN "?\\s*(?:-\\s*30\\s*-"
	    "|\\bend it\\b|enditem|end item)\\s*" CLOSE "?[-*=\\s]*$" },
	{ WTM_END, BOTH, "(?i)(?:" OPEN "|[-\u2013\u2014*=]+)\\s*(?:30|ends?|"
	    "more|fin|full|\ub05d|\uacc4\uc18d)\\s*(?:" CLOSE
	    "|[-\u2013\u2014*=]+)$" },
	{ WTM_END, BOTH, "(?:ENDS?|MORE|END-ALL)$" },
	{ WTM_END, BOTH, "(?:#\\s*){2,}$" },
	/* Notes to editors */
	{ WTM_NOTE, STARTS, "[(\\[]?\\s*(?:Eds|EDS|Editors?|EDITORS?|ATTN|"
	    "Attn|ATTENTION|(?:Editor|EDITOR)['\u2019]?[sS]['\u2019]? "
	    "(?:note|NOTE|Note)|(?:NOTE|Note) (?:TO|to|To) "
	    "(?:EDITORS|editors|Editors))\\s*[:;.,\u2014-]" },
	{ WTM_NOTE, STARTS, "[(\\[]?\\s*(?:EMBARGO|Embargo|HOLD FOR RELEASE|"
	    "NOT FOR RELEASE|NOT FOR PUBLICATION|FOR RELEASE)" },
	{ WTM_NOTE, STARTS, "(?:\u203b|" OPEN "?\\s*(?:\ud3b8\uc9d1\uc790\\s*"
	    "\uc8fc|\uc5e0\ubc14\uace0|\ub370\uc2a4\ud06c\\s*\uc8fc))" },
	/* Bylines */
	{ WTM_BYLINE, BOTH, "(?:By|BY)\\s+" NAME "(?:,?\\s+(?:and|AND|of|OF|in|"
	    "IN|the|de|van|von|der|al|bin|&|" NAME ")){0,11}\\s*(?:[,|/]\\s*"
	    "[\\p{L}. ]{1,40})?$" },
	{ WTM_BYLINE, BOTH, "\\(?(?:Reporting|Writing|Editing|Additional "
	    "reporting|Reported|Written|Edited|Compiled|Translated|Research|"
	    "Graphics?) (?:and (?:writing|editing|graphics?) )?by\\s.*$" },
	{ WTM_BYLINE, BOTH, "(?:United Press International|(?:The )?Associated "
	    "Press|Agence France-Presse|Reuters|Yonhap(?: News(?: Agency)?)?|"
	    "Xinhua(?: News Agency)?|Kyodo(?: News)?|Staff [Ww]riter|"
	    "Staff [Rr]eporter|(?:UPI|AP) " NAME "(?: [A-Z]?[a-z]+){0,2})$" },
	{ WTM_BYLINE, BOTH, OPEN "?(?:[\uac00-\ud7a3A-Z]{1,7}[=\\s])?"
	    "[\uac00-\ud7a3]{2,4}(?:[\u00b7,/]\\s?[\uac00-\ud7a3]{2,4}){0,4}"
	    "\\s?(?:\uc120\uc784|\uc218\uc2b5|\uc804\ubb38|\uac1d\uc6d0|"
	    "\uc778\ud134|\ubd80\uad6d\uc7a5|\ucc28\uc7a5)?\\s?" REPORTER
	    CLOSE "?(?:\\s*" OPEN "?" MAIL CLOSE "?)?$" },
	{ WTM_BYLINE, BOTH, MAIL "$" },
	/* Credits */
	{ WTM_CREDIT, BOTH, "(?:File |Handout |Courtesy |Pool )?(?:[Pp]hoto"
	    "(?:graph)?|Video|Image|Graphic|Illustration|Map|PHOTO)s?"
	    "(?::|\\s+(?:by|BY|courtesy|credit|from|provided))\\b?.*$" },
	{ WTM_CREDIT, BOTH, OPEN "\\s*(?:" AGENCY "[/ ]?)?\\s*(?:File|file)?"
	    "\\s?(?:[Pp]hoto|PHOTO|Image|Video|Courtesy|Handout)[^.!?]*"
	    "(?:\\.[^!?]*)?" CLOSE "$" },
	{ WTM_CREDIT, BOTH, OPEN AGENCY CLOSE "$" },
	{ WTM_CREDIT, BOTH, OPEN "[^\\[\\]()\u3010\u3011]*(?:\uc0ac\uc9c4|"
	    "\uc81c\uacf5|\uc790\ub8cc|\ucea1\ucc98|\uae08\uc9c0|\ucd9c\ucc98)"
	    "[^\\[\\]()\u3010\u3011]*" CLOSE "$" },
	{ WTM_CREDIT, BOTH, "/?\\s*(?:\uc0ac\uc9c4|\uc790\ub8cc|\ucd9c\ucc98|"
	    "\uadf8\ub798\ud53d|\uc601\uc0c1)\\s*[=:/].*$" },
	{ WTM_CREDIT, BOTH, "(?:\u24d2|\u00a9|\\([cC]\\)\\s*(?:\\d{4}|"
	    "[\uac00-\ud7a3])|(?i:Copyright)\\s*(?:\\([cC]\\)|\u00a9|\u24d2|"
	    "\\d{4}|by\\b))" },
	{ WTM_CREDIT, BOTH, "(?:(?i:Copyright)\\b|" OPEN "?\\s*\uc800\uc791"
	    "\uad8c\uc790).*$" },
	{ WTM_CREDIT, BOTH, "[^.!?]+/" AGENCY "$" },
	/* Slugs */
	{ WTM_SLUG, BOTH, "[(\\[]?(?:URGENT|BULLETIN|FLASH|ADVISORY|ALERT|"
	    "NEWSALERT|SNAP|KILL|CORRECTION|\uae34\uae09|\uc18d\ubcf4)[)\\]]?"
	    "\\s*[:!]*$" },
	{ WTM_SLUG, BOTH, "(?:BC|AM|PM)-[\\w-]+(?:,.*)?$" },
	{ WTM_SLUG, BOTH, "[A-Z][A-Z0-9]+(?:[-/][A-Z0-9]+)+$" },
	/* Lists */
	{ WTM_LIST, STARTS, "[\u2022\u00b7\u2219\u25cf\u25cb\u25e6\u25aa\u25a0"
	    "\u25a1\u25c6\u25c7\u25b2\u25b3\u25b6\u25b7\u25ba\u2605\u2606"
	    "\u2460-\u2473\u2043\u2b25\u25aa\uff0d\u3147\u2714\u2713]" },
	{ WTM_LIST, STARTS, "[-\u2013\u2014*+]\\s+\\S" },
	{ WTM_LIST, STARTS, "\\(?(?:\\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})"
	    "(?:\\.\\)|\\))\\s*\\S" },
	{ WTM_LIST, STARTS, "(?:\\d{1,3}|[a-z])\\.\\s" },
	{ WTM_LIST, STARTS, "[\uac00\ub098\ub2e4\ub77c\ub9c8\ubc14\uc0ac\uc544"
	    "\uc790\ucc28\uce74\ud0c0\ud30c\ud558][.)]\\s" },
	/* Tables */
	{ WTM_TABLE, BOTH, "\\S.*?(?:\\s+[-+\u2212$\u20a9]?[\\d.,:%/()]*\\d"
	    "[\\d.,:%/()]*){2,}\\s*%?$" },
	{ WTM_TABLE, BOTH, "\\S[^.!?]*(?:\\t+|\\s{3,})(?:[^.!?]|"
	    "[.!?]\\S)*\\d(?:[^.!?]|[.!?]\\S)*$" },
	/* Datelines: the sentence goes on behind them. */
	{ WTM_DATELINE, BOTH, "\\p{Lu}[\\p{Lu} .,'\u2019-]+[,\\w .]{0,30}"
	    "(?:\\(" AGENCY "\\))\\s*[-\u2013\u2014]*$" },
	{ WTM_SENTENCE, STARTS, "[^()\u201c\"!?]+\\(" AGENCY
	    "(?:/[^()]{1,30})?\\)\\s*[-\u2013\u2014]" },
	{ WTM_SENTENCE, STARTS, "[(\\[\u3010][^()\\[\\]\u3010\u3011]{1,40}="
	    "[^()\\[\\]\u3010\u3011]{1,30}[)\\]\u3011]" },
	/* Speakers of an interview */
	{ WTM_SENTENCE, STARTS, "(?:Q|A|Question|Answer|\ubb38|\ub2f5)\\s?[.:]"
	    "\\s" }
};

/* Bytes of a line that is more than prose; of a dateline; read at most. */
#define MAX_LINE 160
#define MAX_DATELINE 80
#define MAX_READ 400

#define N_KINDS (sizeof(table) / sizeof(*table))

/* Patterns by how far they may read. */
enum reach { NEAR, FAR, REACHES };

struct kinds {
	struct alphabet *al;
	struct nfa nfa[REACHES];
	struct dfa *dfa[REACHES];
	int32_t row[REACHES][N_KINDS];	/* of the table, by pattern number */
};

static int
add_kind(struct kinds *k, size_t row)
{
	const char *p = table[row].pattern;
	struct nfa *nfa = &k->nfa[NEAR];
	enum reach reach = NEAR;
	int empty;

	if (nfa_add(nfa, k->al, p, strlen(p), &empty) != 0)
		return -1;
	if (lookahead_is_far(nfa, k->al, (int32_t)nfa->n_starts - 1)) {
		nfa_undo(nfa);
		reach = FAR;
		nfa = &k->nfa[FAR];
		if (nfa_add(nfa, k->al, p, strlen(p), &empty) != 0)
			return -1;
	}
	k->row[reach][nfa->n_starts - 1] = (int32_t)row;
	return 0;
}

struct kinds *
kinds_new(struct props *props)
{
	struct kinds *k = calloc(1, sizeof(*k));

	if (k == NULL)
		return NULL;
	k->al = alphabet_new(props);
	for (size_t i = 0; k->al != NULL && i < N_KINDS; i++) {
		if (add_kind(k, i) != 0) {
			kinds_free(k);
			return NULL;
		}
	}
	if (k->al != NULL && alphabet_seal(k->al) == 0)
		for (int i = 0; i < REACHES; i++)
			k->dfa[i] = dfa_new(&k->nfa[i], k->al);
	if (k->dfa[NEAR] == NULL || k->dfa[FAR] == NULL) {
		kinds_free(k);
		return NULL;
	}
	return k;
}

void
kinds_free(struct kinds *k)
{
	if (k == NULL)
		return;
	for (int i = 0; i < REACHES; i++) {
		dfa_free(k->dfa[i]);
		nfa_free(&k->nfa[i]);
	}
	alphabet_free(k->al);
	free(k);
}

/* The first row of the table that matches, if before *row. */
static void
ask(struct kinds *k, enum reach reach, const char *s, size_t len, int32_t *row)
{
	struct dfa_scan scan = dfa_run(k->dfa[reach], s, len, 0, MAX_READ);
	struct matched m = dfa_matched(k->dfa[reach], scan.matched);

	for (size_t i = 0; i < m.n; i++)
		if (k->row[reach][m.at[i]] < *row)
			*row = k->row[reach][m.at[i]];
}

/* A long line, or one with a stop, unless it begins with a mark. */
static int
is_prose(const char *s, size_t len)
{
	static const char marks[] = "([<{\xc2\xe2\xe3";

	if (len == 0 || strchr(marks, s[0]) != NULL)
		return len == 0;
	/* A dateline has its mark a little later. */
	if (memchr(s, '(', len < MAX_DATELINE ? len : MAX_DATELINE) != NULL)
		return 0;
	return len > MAX_LINE || s[len - 1] == '.';
}

struct line_kind
kinds_of(struct kinds *k, const char *s, size_t len)
{
	struct line_kind out = { WTM_SENTENCE, 0, 0 };
	int32_t row = (int32_t)N_KINDS;

	ask(k, NEAR, s, len, &row);
	if (!is_prose(s, len))
		ask(k, FAR, s, len, &row);
	if (row < (int32_t)N_KINDS) {
		out.kind = table[row].kind;
		out.starts = (table[row].flags & STARTS) != 0;
		out.whole = (table[row].flags & WHOLE) != 0;
	}
	return out;
}
