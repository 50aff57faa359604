/*
 * wiretm: a translation memory for multilingual wire copy.
 *
 * The vocabulary of the whole program and its public functions.  What an
 * operator has to know first:
 *
 * - A memory is one folder, a Berkeley DB environment.  It must be on a local
 *   file system (never NFS or SMB), and a folder from a stranger must not be
 *   opened: exchange is by TMX.
 * - One struct wtm per folder and process.  A second wtm_open() of the same
 *   folder is refused, because the database would let it destroy the first.
 *   After fork() the child must not use it.
 * - struct wtm is shared by threads; everything that changes during a call
 *   lives in a struct wtm_session, one per thread.
 * - A change is durable when the function that makes it has returned 0.
 *
 * Functions return 0, or -1 with *err filled.  The first failure wins: an err
 * that is filled already is not overwritten.  T **out is allocated for the
 * caller, who frees it; a returned const pointer is borrowed.  All text is
 * UTF-8; len counts bytes, n counts things, off is a byte offset, and
 * from/to is a half-open range of bytes.
 */
#ifndef WIRETM_H
#define WIRETM_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What went wrong; the values are the exit statuses of the program. */
enum wtm_code {
	WTM_OK = 0,
	WTM_USAGE = 2,	/* an argument that cannot be meant */
	WTM_INPUT = 3,	/* input refused, or partly refused */
	WTM_MEMORY = 4,	/* memory absent, damaged, foreign, not accessible */
	WTM_SYSTEM = 5,	/* I/O, no memory, disk full, interrupted */
};

struct wtm_err {
	enum wtm_code code;
	long line;	/* in the input, from 1; 0 when there is none */
	char msg[512];	/* one line: where, what, and what to do */
};

/* Text with its length; also NUL-terminated.  s is NULL when absent. */
struct wtm_str {
	const char *s;
	size_t len;
};

/*
 * Translation units, as TMX 1.4b has them.  What the format calls an
 * attribute, prop or note is kept by its own name, so nothing is lost.
 */
struct wtm_attr {
	struct wtm_str name;	/* "changedate", "tuid", ...; not xml:lang */
	struct wtm_str value;
};

/* A <prop> or a <note>, in the order of the file. */
struct wtm_meta {
	int is_note;
	struct wtm_str type;	/* prop: its type; note: absent */
	struct wtm_str lang;	/* xml:lang, or absent */
	const struct wtm_attr *attrs;	/* any others, e.g. o-encoding */
	size_t n_attrs;
	struct wtm_str text;
};

/*
 * An inline code: markup that stands at off in the text of its tuv.  xml is
 * canonical (double quotes, attributes in file order).  <bpt> <ept> <it> <ph>
 * <ut> are whole elements with their content; <hi> and foreign elements,
 * whose content is text, are two codes, a start and an end tag.
 */
struct wtm_inline {
	size_t off;
	struct wtm_str xml;
};

struct wtm_tuv {
	struct wtm_str lang;	/* the tag as it came */
	struct wtm_str text;	/* the seg without its inline codes */
	const struct wtm_inline *codes;	/* by off, then order in the file */
	size_t n_codes;
	const struct wtm_attr *attrs;
	size_t n_attrs;
	const struct wtm_meta *metas;
	size_t n_metas;
};

struct wtm_tu {
	uint64_t id;	/* ascending in file order, never reused */
	uint32_t change;	/* the number of the change that brought it */
	const struct wtm_attr *attrs;
	size_t n_attrs;
	const struct wtm_meta *metas;
	size_t n_metas;
	const struct wtm_tuv *tuvs;	/* at least two languages */
	size_t n_tuvs;
};

/* A TMX <header>.  udes holds whole <ude> elements as canonical XML. */
struct wtm_header {
	const struct wtm_attr *attrs;
	size_t n_attrs;
	const struct wtm_meta *metas;
	size_t n_metas;
	const struct wtm_str *udes;
	size_t n_udes;
};

/* The value of an attribute, or an absent string.  Borrowed. */
struct wtm_str wtm_attr_get(const struct wtm_attr *attrs, size_t n,
    const char *name);

/* A message for people about something that is not a failure. */
typedef void (*wtm_note_fn)(void *arg, const char *msg);

/*
 * Called now and then by long work: units and bytes done, bytes in all (0
 * when not known).  A result other than 0 stops the work, which then fails
 * with WTM_SYSTEM "interrupted" and leaves the memory as it was.
 */
typedef int (*wtm_tick_fn)(void *arg, uint64_t units, uint64_t bytes,
    uint64_t bytes_total);

/* The memory. */
struct wtm;
struct wtm_session;

struct wtm_open_opts {
	int create;	/* make the folder and the memory when absent */
	int read_only;	/* nothing will be changed through this handle */
	wtm_note_fn note;	/* repairs and upgrades are told; may be NULL */
	void *note_arg;
};
#define WTM_OPEN_OPTS_INIT { 0 }

/* Open the memory in the folder dir; a missing or foreign one is WTM_MEMORY. */
int wtm_open(struct wtm **out, const char *dir,
    const struct wtm_open_opts *opts, struct wtm_err *err);

/* Close it, after its sessions.  w may be NULL. */
void wtm_close(struct wtm *w);

/* What one thread needs to work on the memory. */
int wtm_session_new(struct wtm_session **out, struct wtm *w,
    struct wtm_err *err);
void wtm_session_free(struct wtm_session *s);	/* s may be NULL */

/* Import: TMX, XLIFF, PO and TSV, also as .gz, by looking at the content. */
enum wtm_on_duplicate { WTM_MERGE, WTM_KEEP, WTM_REPLACE };

struct wtm_counts {
	uint64_t units;	/* read: the sum of the four that follow */
	uint64_t added;
	uint64_t merged;
	uint64_t skipped;
	uint64_t rejected;
};

struct wtm_import_opts {
	const char *source;	/* languages of a TSV without a header */
	const char *target;
	const char *user;	/* for the log of changes */
	const char *charset;	/* of a TSV; NULL finds it out */
	enum wtm_on_duplicate on_duplicate;
	int dry_run;
	int strict;	/* a faulty unit or odd file is refused, not reported */
	FILE *rejects;	/* rejected units as TMX; may be NULL */
	int rejects_begun;	/* by an import before, which left it open: */
	int rejects_open;	/* for the next import to go on */
	wtm_note_fn note;
	wtm_tick_fn tick;
	void *arg;	/* for note and tick */
};
#define WTM_IMPORT_OPTS_INIT \
	{ .source = "en", .target = "ko", .user = "", \
	  .on_duplicate = WTM_MERGE }

/* All of the file or nothing.  path "-" is standard input. */
int wtm_import(struct wtm_counts *out, struct wtm_session *s,
    const char *path, const struct wtm_import_opts *opts,
    struct wtm_err *err);

/*
 * Learning: what a translator confirmed, with the story it is from and its
 * neighbours.  As an import, a file is taken whole or not at all.
 */
struct wtm_learn_opts {
	const char *source;	/* languages, of files that do not say */
	const char *target;
	int source_given;	/* whatever a file says */
	int target_given;
	const char *user;
	const char *date;	/* creationdate, 20181029T120000Z */
	const char *charset;	/* NULL finds it out */
	const char *format;	/* of articles; NULL finds it out */
	const char *rules;	/* an SRX file; NULL: those of the program */
	const struct wtm_story *story;	/* for what files do not say */
	double min_confidence;	/* of pairs of articles: 0 to 1 */
	int lines;	/* articles have a sentence a line */
	int aligned;	/* pairs carry a prop x-confidence */
	FILE *tmx;	/* pairs as TMX; may be NULL */
	int dry_run;
	wtm_note_fn note;
	wtm_tick_fn tick;
	void *arg;	/* for note and tick */
};
#define WTM_LEARN_OPTS_INIT \
	{ .source = "en", .target = "ko", .user = "", .date = "", \
	  .min_confidence = 0.5 }

/* From XLIFF, PO or TSV: what is translated and confirmed. */
int wtm_learn(struct wtm_counts *out, struct wtm_session *s,
    const char *path, const struct wtm_learn_opts *opts,
    struct wtm_err *err);

/* Two files: an article and its translation. */
struct wtm_text_pair {
	const char *source;
	const char *target;
};

/* Sentences [from, to) of both, from 0; one side may be empty. */
struct wtm_bead {
	size_t pair;	/* of files, from 0 */
	size_t source[2];
	size_t target[2];
	double confidence;	/* 0 to 1: about how likely it is right */
	const char *source_lang;
	const char *target_lang;
	struct wtm_str source_text;	/* of a side: joined by spaces */
	struct wtm_str target_text;
};

/* Called for each bead in order; a result other than 0 stops. */
typedef int (*wtm_bead_fn)(void *arg, const struct wtm_bead *b,
    struct wtm_err *err);

/*
 * The sentences of articles beside those of their translations, with the help
 * of the memory (s may be NULL) and of each other.  With out the pairs that
 * are sure enough are learned, each two files in one change; skipped is what
 * has no partner.  fn may be NULL.
 */
int wtm_align(struct wtm_counts *out, struct wtm_session *s,
    const struct wtm_text_pair *pairs, size_t n,
    const struct wtm_learn_opts *opts, wtm_bead_fn fn, void *arg,
    struct wtm_err *err);

/*
 * A condition on units, as the manual explains under CONDITIONS; source and
 * target are the languages that its fields of these names mean.
 */
struct wtm_export_opts {
	const char *where;	/* NULL: all units */
	const char *source;
	const char *target;
	const char *tmx;	/* "1.4" or "1.1" */
	const char *date;	/* creationdate of the header; NULL: now */
	int embargoed;	/* as of a lookup */
	int64_t now;
	uint64_t *withheld;	/* units an embargo held back; or NULL */
	wtm_tick_fn tick;
	void *arg;
};
#define WTM_EXPORT_OPTS_INIT \
	{ .source = "en", .target = "ko", .tmx = "1.4" }

/* Write the memory as it is at this moment, units by id; *n_out is how many. */
int wtm_export(uint64_t *n_out, struct wtm_session *s, FILE *to,
    const struct wtm_export_opts *opts, struct wtm_err *err);

/* Articles and their segments. */
enum wtm_segment_kind {
	WTM_SENTENCE,
	WTM_HEADLINE,
	WTM_SLUG,
	WTM_DATELINE,
	WTM_BYLINE,
	WTM_CREDIT,
	WTM_NOTE,	/* a note to editors */
	WTM_END,	/* an end mark: (END), -30-, (끝) */
	WTM_LIST,
	WTM_TABLE,
	WTM_SEGMENT_KINDS
};

/* "sentence", "headline", ...  Static. */
const char *wtm_segment_kind_name(enum wtm_segment_kind kind);

struct wtm_segment {
	size_t n;	/* from 1 */
	uint64_t from;	/* in the decoded UTF-8 text */
	uint64_t to;
	enum wtm_segment_kind kind;
	struct wtm_str text;	/* those bytes; valid during the call */
	const struct wtm_inline *codes;	/* the tags in it, by off in text */
	size_t n_codes;
};

/* Called for each segment in order; a result other than 0 stops. */
typedef int (*wtm_segment_fn)(void *arg, const struct wtm_segment *seg,
    struct wtm_err *err);

struct wtm_segment_opts {
	const char *lang;	/* when the file does not say */
	int lang_given;	/* lang holds whatever the file says */
	const char *format;	/* of wtm_article_formats(); NULL: find out */
	const char *rules;	/* an SRX file; NULL: those of the program */
	const char *charset;	/* NULL finds it out */
	int strict;	/* a bad rule is fatal */
	wtm_note_fn note;
	void *note_arg;
};
#define WTM_SEGMENT_OPTS_INIT { .lang = "en" }

/*
 * Segment an article of any format; plain text in constant memory, with its
 * own line breaks and offsets, others as struct wtm_article has the text.
 * path "-" is standard input.
 */
int wtm_segment_file(const char *path, const struct wtm_segment_opts *opts,
    wtm_segment_fn fn, void *arg, struct wtm_err *err);

/*
 * What a wire file says.  A field that the file does not have is absent; all
 * times are UTC, "2018-10-30T03:00:00Z".
 */
enum wtm_field {
	WTM_FIELD_LANGUAGE,
	WTM_FIELD_ENCODING,	/* of the file, when it is not UTF-8 */
	WTM_FIELD_GUID,
	WTM_FIELD_VERSION,
	WTM_FIELD_SERVICE,
	WTM_FIELD_SEQUENCE,
	WTM_FIELD_CATEGORY,
	WTM_FIELD_URGENCY,
	WTM_FIELD_STATUS,
	WTM_FIELD_SIGNAL,
	WTM_FIELD_TAKE,	/* "1stLd-Writethru" */
	WTM_FIELD_WORD_COUNT,
	WTM_FIELD_SLUGLINE,
	WTM_FIELD_SOURCE,	/* the agency of the dateline */
	WTM_FIELD_PROVIDER,
	WTM_FIELD_COPYRIGHT,
	WTM_FIELD_RIGHTS,	/* terms of use */
	WTM_FIELD_CREATED,
	WTM_FIELD_ISSUED,
	WTM_FIELD_EMBARGO,
	WTM_FIELD_EXPIRES,
	WTM_FIELD_TRANSLATED_FROM,	/* a guid */
	WTM_FIELD_TRANSLATED_FROM_VERSION,
	WTM_FIELD_EDNOTE,
	WTM_FIELD_LOCATION,
	WTM_FIELD_HEADLINE,
	WTM_FIELD_SUBHEAD,
	WTM_FIELD_BYLINE,
	WTM_FIELD_DATELINE,
	WTM_FIELD_ABSTRACT,
	WTM_FIELD_CAPTION,
	WTM_FIELD_CREDIT,
	WTM_FIELD_TRAILER,	/* of blocks only: lines behind the story */
	WTM_FIELD_PARAGRAPH,	/* of blocks only */
	WTM_FIELDS
};

/* "language", "encoding", "guid", ...: the names in JSON.  Static. */
const char *wtm_field_name(enum wtm_field field);

/*
 * Where bytes of a text stand in the decoded file.  When both sides have the
 * same length they agree byte by byte (but for white space, and the quotes of
 * old wires); else the file has a reference (&amp;) or more white space.
 */
struct wtm_piece {
	size_t off;	/* in the text */
	size_t len;
	size_t from;	/* in the decoded file */
	size_t to;
};

/* A headline, a paragraph, or another text of an article. */
struct wtm_block {
	enum wtm_field part;	/* HEADLINE to PARAGRAPH */
	enum wtm_segment_kind kind;
	struct wtm_str text;	/* white space folded, without markup */
	size_t from;	/* in the text of the article */
	const struct wtm_inline *codes;	/* the tags inside, by off */
	size_t n_codes;
	const struct wtm_piece *pieces;	/* by off; none: not known */
	size_t n_pieces;
};

struct wtm_article {
	const char *format;	/* "nitf", "newsml-g2", ..., "plain" */
	const char *charset;	/* of the file: "UTF-8", "CP949", ... */
	struct wtm_str fields[WTM_FIELDS];
	const struct wtm_str *keywords;
	size_t n_keywords;
	const struct wtm_str *inlines;	/* names of marked things: "person" */
	size_t n_inlines;
	const struct wtm_block *blocks;	/* as a reader meets them */
	size_t n_blocks;
	struct wtm_str text;	/* all blocks, an empty line between them */
	struct wtm_str file;	/* the file, decoded, without BOM */
};

struct wtm_read_opts {
	const char *format;	/* NULL: by the first bytes */
	const char *charset;	/* NULL: declared or found out */
	const char *lang;	/* when the file does not say, nor its script */
};
#define WTM_READ_OPTS_INIT { .lang = "en" }

/* Read a wire file; path "-" is standard input, .gz is unpacked. */
int wtm_article_read(struct wtm_article **out, const char *path,
    const struct wtm_read_opts *opts, struct wtm_err *err);
void wtm_article_free(struct wtm_article *a);	/* a may be NULL */

/*
 * What units keep of the story they come from, as the props slug, x-story,
 * x-version and x-embargo.  A field that is not known is absent.
 */
struct wtm_story {
	struct wtm_str slug;
	struct wtm_str id;	/* the same for all versions */
	struct wtm_str version;
	struct wtm_str embargo;	/* not to be published before */
};

/* The story of an article; borrowed from it. */
struct wtm_story wtm_story_of(const struct wtm_article *a);

/*
 * Seconds since 1970 of a time: 2018-10-30T12:00:00+09:00, 20181030T030000Z;
 * without a zone it is UTC.
 */
int wtm_time_read(int64_t *out, const char *s, struct wtm_err *err);

/*
 * Is this embargo in force at a moment (0: now)?  One that is no time is for
 * ever, an absent one never.
 */
int wtm_embargo_holds(struct wtm_str embargo, int64_t now);

/* The names of the formats, for messages: "nitf, newsml-g2, ...".  Static. */
const char *wtm_article_formats(void);

/* Lookup. */
enum wtm_match_kind {
	WTM_CONTEXT,
	WTM_EXACT,
	WTM_NUMBER,
	WTM_FUZZY,
};

/* "context", "exact", "number", "fuzzy".  Static. */
const char *wtm_match_kind_name(enum wtm_match_kind kind);

/* What differs between two texts of the same units (bits of differs). */
enum wtm_differs {
	WTM_DIFFERS_CASE = 1,
	WTM_DIFFERS_PUNCTUATION = 2,
	WTM_DIFFERS_SPACING = 4,
	WTM_DIFFERS_WIDTH = 8,
	WTM_DIFFERS_CODES = 16,
};

struct wtm_penalty {
	const char *name;
	int tenths;	/* points times ten */
};

/*
 * A value of a number match that is not that of the unit: where it stands in
 * the segment, in the target of the unit, and in the target offered.  When it
 * could not be adapted the last two are the same; 0, 0: it is not there once.
 */
struct wtm_value {
	int adapted;
	size_t segment[2];	/* from, to */
	size_t target[2];
	size_t offered[2];
};

struct wtm_match {
	const struct wtm_tu *tu;	/* the whole unit */
	size_t source;	/* which tuv of it matched */
	size_t target;	/* and which is offered */
	enum wtm_match_kind kind;
	int score;	/* tenths, after penalties: 1000 is 100.0 */
	int similarity;	/* of characters, in thousandths */
	unsigned differs;	/* bits of enum wtm_differs, for 99.0 */
	const struct wtm_str *values;	/* numbers and signs that differ */
	size_t n_values;
	const struct wtm_penalty *penalties;
	size_t n_penalties;
	struct wtm_str offered;	/* the target, its values adapted */
	const struct wtm_value *adapted;	/* of a number match */
	size_t n_adapted;
};

/*
 * The value of a number match that comes next in the text offered, at or after
 * byte off; NULL when there is none.  Borrowed.
 */
const struct wtm_value *wtm_match_next_value(const struct wtm_match *m,
    size_t off);

struct wtm_matches {
	const struct wtm_match *at;	/* best first */
	size_t n;
};

struct wtm_lookup_opts {
	const char *source;	/* BCP 47 */
	const char *target;
	int min;	/* 50 to 100 */
	size_t max;	/* matches */
	int strict_lang;	/* the same tag only */
	int full_scan;	/* compare with every unit: the oracle */
	const char *prev;	/* neighbours, for context; NULL: not known, */
	const char *next;	/* "": the start or end of the article */
	const struct wtm_story *story;	/* it is from; NULL: not known; */
		/* of an article: for what it does not say itself */
	const struct wtm_segment *segment;	/* for its kind; or NULL */
	int embargoed;	/* also units whose embargo is in force */
	int64_t now;	/* for that, in seconds since 1970; 0: the clock */
};
#define WTM_LOOKUP_OPTS_INIT \
	{ .source = "en", .target = "ko", .min = 70, .max = 5 }

/* The best matches of one segment; *out lives until the next call. */
int wtm_lookup(const struct wtm_matches **out, struct wtm_session *s,
    const char *seg, size_t len, const struct wtm_lookup_opts *opts,
    struct wtm_err *err);

/* "case" of WTM_DIFFERS_CASE, ...; NULL: there is no such bit.  Static. */
const char *wtm_differs_name(unsigned bit);

/*
 * An attribute of the unit, else of the text that is offered, else of the
 * other one; or an absent string.  Borrowed.
 */
struct wtm_str wtm_match_attr(const struct wtm_match *m, const char *name);

/* Concordance: every unit that holds a phrase. */
enum wtm_side { WTM_IN_SOURCE = 1, WTM_IN_TARGET = 2 };

struct wtm_concord_opts {
	const char *source;	/* BCP 47 */
	const char *target;
	int strict_lang;	/* the same tag only */
	unsigned in;	/* bits of enum wtm_side */
	int embargoed;	/* as of a lookup */
	int64_t now;
};
#define WTM_CONCORD_OPTS_INIT \
	{ .source = "en", .target = "ko", \
	  .in = WTM_IN_SOURCE | WTM_IN_TARGET }

struct wtm_hit {
	const struct wtm_tu *tu;
	size_t source;	/* tuvs of it */
	size_t target;
	unsigned side;	/* where the phrase is: one of enum wtm_side */
	size_t n_spans;
	const size_t (*spans)[2];	/* from, to in the text of the side */
};

/* Called for each hit; a result other than 0 stops. */
typedef int (*wtm_hit_fn)(void *arg, const struct wtm_hit *hit,
    struct wtm_err *err);

/*
 * The units that hold a phrase, the newest first: words as wholes, and any run
 * of Hangul, Han or Kana characters; case and width do not matter.
 */
int wtm_concord(uint64_t *n_out, struct wtm_session *s, const char *phrase,
    size_t len, const struct wtm_concord_opts *opts, wtm_hit_fn fn,
    void *arg, struct wtm_err *err);

/* How much the memory covers a segment; exactly one, the first that holds. */
enum wtm_class {
	WTM_CLASS_CONTEXT,
	WTM_CLASS_EXACT,
	WTM_CLASS_REPETITION,
	WTM_CLASS_95,
	WTM_CLASS_85,
	WTM_CLASS_75,
	WTM_CLASS_50,
	WTM_CLASS_NONE,
	WTM_CLASSES
};

/* "context", "exact", "repetition", "95-99", ... "none".  Static. */
const char *wtm_class_name(enum wtm_class c);

/* "in context", ... "nearly exact (95-99)", ... "no match".  Static. */
const char *wtm_class_words(enum wtm_class c);

/* A sentence of an article beside its matches. */
struct wtm_aligned {
	const char *file;
	const struct wtm_segment *segment;
	enum wtm_class class;
	int across;	/* seen earlier, and not in this file */
	const char *source;	/* the languages that were looked up */
	const char *target;
	const struct wtm_story *story;	/* of the article; may be NULL */
	int embargoed;	/* its embargo is in force */
	struct wtm_matches matches;
};

typedef int (*wtm_aligned_fn)(void *arg, const struct wtm_aligned *a,
    struct wtm_err *err);

/*
 * The main job: segment the article and align every sentence with the memory.
 * Repetitions are counted over all calls with the same session.
 */
int wtm_match_file(struct wtm_session *s, const char *path,
    const struct wtm_segment_opts *seg, const struct wtm_lookup_opts *opts,
    wtm_aligned_fn fn, void *arg, struct wtm_err *err);

/*
 * An article in the format it came in, with the text of its matched sentences
 * replaced: all other bytes stay, but for what the format says of the
 * language and of the item it was translated from.  Nothing replaced, nothing
 * changed.  Of XLIFF and PO the targets that are empty are filled.
 */
struct wtm_translate_opts {
	struct wtm_segment_opts segment;
	struct wtm_lookup_opts lookup;	/* min; max does not matter */
	FILE *to;	/* a failure to write stays in it */
	wtm_segment_fn left;	/* told each sentence not replaced; or NULL */
	void *arg;
};
#define WTM_TRANSLATE_OPTS_INIT \
	{ .segment = WTM_SEGMENT_OPTS_INIT, .lookup = WTM_LOOKUP_OPTS_INIT }

struct wtm_translated {
	uint64_t segments;
	uint64_t replaced;
	uint64_t emptied;	/* elements that are without text now */
	char embargo[64];	/* the one in force; "": none is */
};

/* s may be NULL: an empty memory.  path "-" is standard input. */
int wtm_translate(struct wtm_translated *out, struct wtm_session *s,
    const char *path, const struct wtm_translate_opts *opts,
    struct wtm_err *err);

/* How much text there is. */
struct wtm_amount {
	uint64_t segments;
	uint64_t words;	/* between white space, with a letter or digit */
	uint64_t syllables;	/* Hangul, Han and Kana characters */
	uint64_t characters;	/* code points of NFC, white space folded */
};

/* How much of it the memory covers; begins as { 0 }. */
struct wtm_analysis {
	struct wtm_amount classes[WTM_CLASSES];
	struct wtm_amount across;	/* repetitions of other files */
	struct wtm_amount total;
};

/* Count a sentence. */
int wtm_analyse(struct wtm_analysis *sum, const struct wtm_aligned *a,
    struct wtm_err *err);

/* Articles beside their matches, as documents to work with. */
struct wtm_writer;

struct wtm_writer_opts {
	const char *source;	/* languages of a document without a */
	const char *target;	/* sentence; else the sentence says */
	const char *date;	/* of a TMX, 20181029T120000Z; NULL: now */
};

/*
 * Begin a document: "tsv", "csv", "html", "xliff" (1.2), "xliff2" (2.1),
 * "tmx" or "po".  opts is borrowed until the end.
 */
int wtm_writer_open(struct wtm_writer **out, const char *format, FILE *to,
    const struct wtm_writer_opts *opts, struct wtm_err *err);

/*
 * The next sentence; those of an article follow each other.  A document that
 * can hold one pair of languages only refuses another one.
 */
int wtm_writer_put(struct wtm_writer *w, const struct wtm_aligned *a,
    struct wtm_err *err);

/* End the document, which is not whole before; w is still to be freed. */
int wtm_writer_close(struct wtm_writer *w, struct wtm_err *err);
void wtm_writer_free(struct wtm_writer *w);	/* w may be NULL */

/* Bytes of two texts that are the same, or that replace each other. */
struct wtm_diff_run {
	int same;
	size_t old_from;
	size_t old_to;
	size_t new_from;
	size_t new_to;
	int blank;	/* one follows when both stand in one line */
};

struct wtm_diff {
	struct wtm_diff_run *runs;	/* together they are both texts */
	size_t n;
};

/* Which words differ.  wtm_diff_free() is allowed after a failure, too. */
int wtm_diff(struct wtm_diff *d, const char *old, size_t old_len,
    const char *new, size_t new_len, struct wtm_err *err);
void wtm_diff_free(struct wtm_diff *d);

/* Single units. */

/*
 * Each change is one entry of the log, and is made wholly or not at all.
 * With dry_run nothing is changed, and the results are those of the change.
 */

/* Add a unit; *id_out is its id, or that of the same unit already there. */
struct wtm_add_opts {
	const char *user;
	int dry_run;
};
int wtm_add(uint64_t *id_out, struct wtm_session *s, const struct wtm_tu *tu,
    const struct wtm_add_opts *opts, struct wtm_err *err);

/*
 * Change the text of a unit: source and target replace the text of its first
 * tuv in these languages; NULL leaves a side.  date is the new changedate.
 */
struct wtm_edit {
	const char *source_lang;
	const char *source;
	const char *target_lang;
	const char *target;
	const char *date;
	const char *user;
	int dry_run;
};
int wtm_edit(struct wtm_session *s, uint64_t id, const struct wtm_edit *edit,
    struct wtm_err *err);

/* What a change did, in units. */
struct wtm_changed {
	uint64_t added;
	uint64_t changed;
	uint64_t deleted;
};

/*
 * Delete the units of these ids (all of them or, when one is unknown, none),
 * or those that meet the condition.
 */
struct wtm_delete_opts {
	const uint64_t *ids;
	size_t n;
	const char *where;	/* instead of ids */
	const char *source;
	const char *target;
	const char *user;
	int dry_run;
	int purge;	/* also from the disk, for ever; units that are gone */
	wtm_tick_fn tick;	/* already may be named, too */
	void *arg;
};
#define WTM_DELETE_OPTS_INIT \
	{ .source = "en", .target = "ko", .user = "" }
int wtm_delete(struct wtm_changed *out, struct wtm_session *s,
    const struct wtm_delete_opts *opts, struct wtm_err *err);

/*
 * Make one unit of those with the same languages, codes and texts, where
 * white space and Unicode normal form do not count.  The lowest id stays.
 */
struct wtm_dedupe_opts {
	const char *user;
	int dry_run;
	wtm_tick_fn tick;
	void *arg;
};
int wtm_dedupe(struct wtm_changed *out, struct wtm_session *s,
    const struct wtm_dedupe_opts *opts, struct wtm_err *err);

/* What was changed. */
struct wtm_log_entry {
	uint32_t number;	/* of the change */
	const char *kind;	/* "import", "add", "edit", "delete", ... */
	int64_t time;	/* seconds since 1970, UTC */
	struct wtm_str user;
	struct wtm_str what;	/* a file, a condition, or absent */
	struct wtm_changed did;
	uint32_t undoes;	/* an earlier change, or 0 */
	uint32_t undone_by;	/* a later one, or 0 */
};

/* The entry lives during the call.  A result other than 0 stops. */
typedef int (*wtm_log_fn)(void *arg, const struct wtm_log_entry *e,
    struct wtm_err *err);

/* Newest first, as far back as changes can be undone. */
int wtm_log(struct wtm_session *s, wtm_log_fn fn, void *arg,
    struct wtm_err *err);

/*
 * Take a change back.  Refused (WTM_INPUT) when a later one that is in force
 * touched the same unit.  It is a change itself.
 */
struct wtm_undo_opts {
	uint32_t number;	/* 0: the newest in force that is no undo */
	const char *user;
	int dry_run;
	wtm_tick_fn tick;
	void *arg;
};

struct wtm_undone {
	uint32_t number;	/* the change that was undone */
	const char *kind;	/* of that */
	struct wtm_changed did;
};
int wtm_undo(struct wtm_undone *out, struct wtm_session *s,
    const struct wtm_undo_opts *opts, struct wtm_err *err);

/* One unit; *out is NULL when unknown; lives until the next call. */
int wtm_get(const struct wtm_tu **out, struct wtm_session *s, uint64_t id,
    struct wtm_err *err);

/* The whole memory. */
struct wtm_lang_count {
	struct wtm_str lang;
	uint64_t tuvs;
};

struct wtm_tally {
	struct wtm_str name;	/* "-": the units say nothing */
	uint64_t units;
};

struct wtm_stats {
	uint64_t units;
	const struct wtm_lang_count *langs;	/* by tag */
	size_t n_langs;
	const struct wtm_tally *pairs;	/* "en ko": by languages */
	size_t n_pairs;
	const struct wtm_tally *origins;	/* by creationtool */
	size_t n_origins;
	const struct wtm_tally *years;	/* by changedate, else creationdate */
	size_t n_years;
	uint64_t bytes_tables;
	uint64_t bytes_logs;
	uint64_t changes;	/* entries of the log */
	uint32_t format;	/* version of the format on disk */
};

/* *out lives until the next call. */
int wtm_stats(const struct wtm_stats **out, struct wtm_session *s,
    struct wtm_err *err);

struct wtm_verified {
	uint64_t units;
	uint64_t faults;	/* each was told through note */
};

/* Check every record of every table; a fault is not a failure. */
int wtm_verify(struct wtm_verified *out, struct wtm_session *s,
    wtm_note_fn note, void *arg, struct wtm_err *err);

/*
 * The check of a translation: figures that do not agree by value, targets
 * that are empty or the same as the source, lost codes, odd brackets and
 * quotation marks, sources with several targets.
 */
struct wtm_complaint {
	uint64_t n;	/* the unit in the file, from 1; of a TSV, its line */
	const struct wtm_tu *tu;
	const struct wtm_tuv *source;
	const struct wtm_tuv *target;
	const char *kind;	/* "number", "date", "empty", ... */
	struct wtm_str message;
	size_t source_at[2];	/* from, to in the text; both 0: no place */
	size_t target_at[2];
};

/* Called for each; a result other than 0, with err filled, stops. */
typedef int (*wtm_complaint_fn)(void *arg, const struct wtm_complaint *c,
    struct wtm_err *err);

struct wtm_check_opts {
	const char *source;	/* the languages that are looked at */
	const char *target;
	const char *charset;	/* of a TSV; NULL finds it out */
	FILE *faulty;	/* the units complained of, as TMX; may be NULL */
	int embargoed;	/* of a memory, as of a lookup */
	int64_t now;
	wtm_note_fn note;	/* also: units that could not be read */
	wtm_tick_fn tick;
	void *arg;	/* for note and tick */
};
#define WTM_CHECK_OPTS_INIT { .source = "en", .target = "ko" }

struct wtm_checked {
	uint64_t units;
	uint64_t complaints;
	uint64_t rejected;	/* faulty units, not looked at */
};

/* Check a bilingual file of any format of an import; "-" is stdin. */
int wtm_check_file(struct wtm_checked *out, const char *path,
    const struct wtm_check_opts *opts, wtm_complaint_fn fn, void *arg,
    struct wtm_err *err);

/* Check the memory; the units are counted from 1, and have their ids. */
int wtm_check(struct wtm_checked *out, struct wtm_session *s,
    const struct wtm_check_opts *opts, wtm_complaint_fn fn, void *arg,
    struct wtm_err *err);

/*
 * A copy of the memory in dir, which is absent or empty: a state that was
 * there, while others may work on it.
 */
int wtm_backup(struct wtm_session *s, const char *dir, struct wtm_err *err);

/* Make the index anew from the units. */
int wtm_repair(struct wtm_session *s, struct wtm_err *err);

/* "0.1.0".  Static. */
const char *wtm_version(void);

#endif
