/*
 * placeable-ko: Korean words that belong to numbers, dates, times and money.
 *
 * Hangul numerals are read where they count something: native ones (세 명,
 * 스무 살, 이틀) at the start of a word and before a counter or noun,
 * Sino-Korean ones (삼십만 명, 백만 달러) when they hold a power of ten and a
 * counter, unit or currency follows.  수십, 몇 백 and 천만에 are none.
 */
#include "config.h"

#include "base/plain.h"
#include "text/placeable-lex.h"
#include "text/placeable-numko.h"
#include "text/placeable-rows.h"

#include <string.h>

struct tail {
	char word[16];
	uint8_t tail;
	uint8_t glued;	/* also when written to a native numeral: 두명 */
};

/* What follows a numeral and is no unit, sorted; the longest is taken. */
static const struct tail tails[] = {
	{ "가구", KO_COUNTER, 0 }, { "가지", KO_COUNTER, 1 },
	{ "강", KO_WEAK, 0 }, { "개", KO_COUNTER, 1 },
	{ "개교", KO_COUNTER, 0 }, { "개국", KO_COUNTER, 1 },
	{ "개사", KO_COUNTER, 0 }, { "개소", KO_COUNTER, 0 },
	{ "건", KO_COUNTER, 0 }, { "곡", KO_COUNTER, 0 },
	{ "골", KO_COUNTER, 0 }, { "곳", KO_COUNTER, 1 },
	{ "국", KO_COUNTER, 0 }, { "군데", KO_COUNTER, 1 },
	{ "권", KO_COUNTER, 0 }, { "그루", KO_COUNTER, 1 },
	{ "그릇", KO_COUNTER, 1 }, { "금", KO_WEAK, 0 },
	{ "급", KO_COUNTER, 0 }, { "기", KO_COUNTER, 0 },
	{ "끼", KO_COUNTER, 0 }, { "나라", KO_COUNTER, 1 },
	{ "남매", KO_COUNTER, 0 }, { "년", KO_YEAR, 0 },
	{ "년대", KO_DECADE, 0 }, { "년도", KO_YEAR, 0 },
	{ "년생", KO_COUNTER, 0 }, { "년차", KO_COUNTER, 0 },
	{ "단계", KO_COUNTER, 0 }, { "대", KO_VERSUS, 0 },
	{ "도선", KO_DESIGN, 0 }, { "등", KO_COUNTER, 0 },
	{ "마리", KO_COUNTER, 1 }, { "명", KO_COUNTER, 1 },
	{ "무", KO_COUNTER, 0 }, { "바퀴", KO_COUNTER, 1 },
	{ "박", KO_COUNTER, 0 }, { "발", KO_COUNTER, 0 },
	{ "배", KO_COUNTER, 0 }, { "번", KO_COUNTER, 1 }, { "번째", KO_NTH, 1 },
	{ "벌", KO_COUNTER, 0 }, { "병", KO_COUNTER, 0 },
	{ "분", KO_MINUTE, 0 }, { "분기", KO_COUNTER, 0 },
	{ "분기째", KO_COUNTER, 0 }, { "분음표", KO_WEAK, 0 },
	{ "분의", KO_DENOM, 0 }, { "사람", KO_COUNTER, 1 }, { "살", KO_AGE, 1 },
	{ "석", KO_COUNTER, 0 }, { "선", KO_DESIGN, 0 },
	{ "선거구", KO_COUNTER, 0 }, { "세", KO_AGE, 0 },
	{ "세기", KO_COUNTER, 0 }, { "세대", KO_COUNTER, 0 },
	{ "세트", KO_COUNTER, 0 }, { "송이", KO_COUNTER, 1 },
	{ "승", KO_COUNTER, 0 }, { "시", KO_HOUR, 0 }, { "쌍", KO_COUNTER, 0 },
	{ "여", KO_COUNTER, 0 }, { "월", KO_MONTH, 0 }, { "위", KO_COUNTER, 0 },
	{ "인", KO_COUNTER, 0 }, { "일", KO_DAY, 0 }, { "자", KO_WEAK, 0 },
	{ "자루", KO_COUNTER, 1 }, { "자매", KO_COUNTER, 0 },
	{ "잔", KO_COUNTER, 0 }, { "장", KO_COUNTER, 0 },
	{ "점", KO_COUNTER, 0 }, { "정", KO_COUNTER, 0 },
	{ "조", KO_COUNTER, 0 }, { "조각", KO_COUNTER, 0 },
	{ "종", KO_COUNTER, 0 }, { "종류", KO_COUNTER, 0 },
	{ "주", KO_COUNTER, 0 }, { "주기", KO_COUNTER, 0 },
	{ "주년", KO_COUNTER, 0 }, { "줄", KO_COUNTER, 0 },
	{ "진법", KO_WEAK, 0 }, { "진수", KO_WEAK, 0 }, { "째", KO_NTH, 0 },
	{ "쪽", KO_COUNTER, 0 }, { "차", KO_COUNTER, 0 },
	{ "차례", KO_COUNTER, 1 }, { "채", KO_COUNTER, 0 },
	{ "척", KO_COUNTER, 0 }, { "초", KO_SECOND, 0 },
	{ "층", KO_COUNTER, 0 }, { "켤레", KO_COUNTER, 1 },
	{ "통", KO_COUNTER, 0 }, { "팀", KO_COUNTER, 0 },
	{ "판", KO_COUNTER, 0 }, { "패", KO_COUNTER, 0 },
	{ "페이지", KO_COUNTER, 0 }, { "편", KO_COUNTER, 0 },
	{ "표", KO_COUNTER, 0 }, { "학기", KO_COUNTER, 0 },
	{ "학년", KO_COUNTER, 0 }, { "항", KO_COUNTER, 0 },
	{ "형제", KO_COUNTER, 0 }, { "호", KO_COUNTER, 0 },
	{ "호기", KO_DESIGN, 0 }, { "호선", KO_DESIGN, 0 },
	{ "회", KO_COUNTER, 0 },
};

#define N_TAILS (sizeof(tails) / sizeof(*tails))

static const struct tail *
tail_find(const char *s, size_t len, size_t *n)
{
	const struct tail *found = NULL;

	*n = 0;
	if (len < 3)
		return NULL;
	for (size_t i = lex_syllable(tails, N_TAILS, sizeof(*tails), s);
	    i < N_TAILS && memcmp(s, tails[i].word, 3) == 0; i++) {
		size_t k = strlen(tails[i].word);
		if (k <= len && k > *n && memcmp(s, tails[i].word, k) == 0) {
			*n = k;
			found = &tails[i];
		}
	}
	return found;
}

static int
starts(const struct lex *x, size_t i, const char *word)
{
	size_t n = strlen(word);

	return i <= x->len && x->len - i >= n &&
	    memcmp(x->s + i, word, n) == 0;
}

static uint32_t
char_at(const struct lex *x, size_t i)
{
	size_t n = 0;

	return i < x->len ? lex_char(x->s, x->len, i, &n) : 0;
}

/* Does a word end at i, or a particle follow? */
static int
ends_word(const struct lex *x, size_t i)
{
	static const char particles[] = "은는이가을를의에도로와과만까부간"
	    "안여씩쯤께하당중뒤후밖보";
	char c[4] = { 0 };

	if (!lex_is_hangul(char_at(x, i)))
		return 1;
	memcpy(c, x->s + i, 3);
	return strstr(particles, c) != NULL;
}

struct percent_word {
	char word[28];
	uint8_t class;
};

static const struct percent_word percents[] = {
	{ "퍼센트포인트", AT_POINT }, { "%포인트", AT_POINT },
	{ "％포인트", AT_POINT }, { "%p", AT_POINT }, { "%P", AT_POINT },
	{ "퍼센트 포인트", AT_POINT }, { "퍼센트", AT_PERCENT },
	{ "프로", AT_PERCENT }, { "% 포인트", AT_POINT },
};

static size_t
percent_word(struct lex *x, size_t i, size_t from)
{
	/* They begin with % or one of two syllables. */
	if (i < x->len && x->s[i] != '%' && !starts(x, i, "퍼") &&
	    !starts(x, i, "프") && !starts(x, i, "％"))
		return from;
	for (size_t k = 0; k < sizeof(percents) / sizeof(*percents); k++) {
		if (!starts(x, i, percents[k].word))
			continue;
		size_t end = i + strlen(percents[k].word);
		if (starts(x, i, "프로") && !ends_word(x, end))
			continue;
		lex_add(x, percents[k].class, i, end);
		return end;
	}
	return from;
}

/* The unit or tail word at i; from when there is none. */
static size_t
tail_word(struct lex *x, size_t i, size_t from)
{
	const struct atom *num = &x->ps->atoms[x->ps->n_atoms - 1];
	size_t un = 0;
	size_t tn = 0;
	int unit = unit_hangul(x->s + i, x->len - i, &un);
	const struct tail *t = tail_find(x->s + i, x->len - i, &tn);
	int spaced = i > from && lex_is_space(char_at(x, i - 1));

	/* 동 counts houses, 동의 is a word; sums in dong are large. */
	if (unit == U_VND && un == 3 && ((num->flags & PH_SCALED) == 0 ||
	    starts(x, i + 3, "의"))) {
		unit = U_NONE;
		un = 0;
	}
	if (unit == U_NONE && t == NULL)
		return from;
	size_t n = un >= tn ? un : tn;
	/* Across a space, or for the letters of a longer word: be careful. */
	if (spaced && n < 6 && !ends_word(x, i + n))
		return from;
	struct atom *a = lex_add(x, un >= tn ? AT_UNIT : AT_KO, i, i + n);
	if (a == NULL)
		return x->len;
	a->unit = un >= tn ? unit : U_NONE;
	a->arg = un >= tn ? 0 : (int16_t)t->tail;
	a->flags = spaced ? ATF_SPACE : 0u;
	return i + n;
}

size_t
lex_korean_tail(struct lex *x, size_t i)
{
	struct atom *num = &x->ps->atoms[x->ps->n_atoms - 1];
	size_t p = i;

	if (starts(x, p, "여")) {
		num->flags |= PH_ABOUT;
		p += 3;
	}
	size_t end = percent_word(x, p, p);
	if (end > p)
		return end;
	size_t q = p < x->len && x->s[p] == ' ' ? p + 1 : p;
	if (q > p) {
		end = percent_word(x, q, q);
		if (end > q)
			return end;
	}
	if (!lex_is_hangul(char_at(x, q)) && q == p)
		return p;
	end = tail_word(x, q, p);
	if (end > p || q > p)
		return end;
	if (starts(x, p, "오전") || starts(x, p, "오후"))
		return p;
	/* An atom, so that nothing behind it is taken for the unit. */
	end = plain_hangul_end(x->s, x->len, end);
	lex_add(x, AT_OTHER, p, end);
	return end;
}

struct ko_word {
	char word[20];
	uint8_t class;
	int16_t arg;
	int16_t days;	/* AT_NUM: of the unit; else 0 */
	unsigned flags;
};

#define WEAK (PH_SPELLED | PH_WEAK)

/* Words that mean something by themselves, at the start of a word; sorted. */
static const struct ko_word words[] = {
	{ "결의", AT_WORD, W_RESOLUTION, 0, 0 },
	{ "결의안", AT_WORD, W_RESOLUTION, 0, 0 },
	{ "금요일", AT_WEEKDAY, 5, 0, 0 },
	{ "나흘", AT_NUM, 4, U_DAY, PH_SPELLED },
	{ "낮", AT_AMPM, PART_NOON, 0, 0 }, { "넷", AT_NUM, 4, 0, WEAK },
	{ "넷째", AT_NUM, 4, 0, WEAK | ATF_ORDINAL },
	{ "다섯째", AT_NUM, 5, 0, WEAK | ATF_ORDINAL },
	{ "닷새", AT_NUM, 5, U_DAY, PH_SPELLED },
	{ "대", AT_KO, KO_VERSUS, 0, 0 }, { "둘", AT_NUM, 2, 0, WEAK },
	{ "둘째", AT_NUM, 2, 0, WEAK | ATF_ORDINAL },
	{ "목요일", AT_WEEKDAY, 4, 0, 0 }, { "미화", AT_OTHER, 0, 0, 0 },
	{ "반", AT_WORD, W_HALF_KO, 0, 0 }, { "밤", AT_AMPM, PART_NIGHT, 0, 0 },
	{ "보름", AT_NUM, 15, U_DAY, WEAK },
	{ "보잉", AT_WORD, W_RESOLUTION, 0, 0 },
	{ "사흘", AT_NUM, 3, U_DAY, PH_SPELLED },
	{ "상반기", AT_NUM, 1, U_HALF, WEAK | ATF_ORDINAL },
	{ "새벽", AT_AMPM, PART_AM, 0, 0 },
	{ "섭씨", AT_WORD, W_CELSIUS, 0, 0 }, { "셋", AT_NUM, 3, 0, WEAK },
	{ "셋째", AT_NUM, 3, 0, WEAK | ATF_ORDINAL },
	{ "수요일", AT_WEEKDAY, 3, 0, 0 }, { "시속", AT_WORD, W_PER, 0, 0 },
	{ "아이폰", AT_WORD, W_RESOLUTION, 0, 0 },
	{ "아침", AT_AMPM, PART_AM, 0, 0 },
	{ "아흐레", AT_NUM, 9, U_DAY, PH_SPELLED },
	{ "양국", AT_NUM, 2, 0, WEAK }, { "양쪽", AT_NUM, 2, 0, WEAK },
	{ "양측", AT_NUM, 2, 0, WEAK },
	{ "에어버스", AT_WORD, W_RESOLUTION, 0, 0 },
	{ "여드레", AT_NUM, 8, U_DAY, PH_SPELLED },
	{ "열흘", AT_NUM, 10, U_DAY, PH_SPELLED },
	{ "엿새", AT_NUM, 6, U_DAY, PH_SPELLED },
	{ "오전", AT_AMPM, PART_AM, 0, 0 }, { "오후", AT_AMPM, PART_PM, 0, 0 },
	{ "월요일", AT_WEEKDAY, 1, 0, 0 },
	{ "이틀", AT_NUM, 2, U_DAY, PH_SPELLED },
	{ "일 년", AT_NUM, 1, U_YEAR, WEAK },
	{ "일년", AT_NUM, 1, U_YEAR, WEAK }, { "일요일", AT_WEEKDAY, 0, 0, 0 },
	{ "일주일", AT_NUM, 1, U_WEEK, WEAK },
	{ "자정", AT_AMPM, PART_MIDNIGHT, 0, 0 },
	{ "저녁", AT_AMPM, PART_PM, 0, 0 },
	{ "정오", AT_AMPM, PART_NOON_IS, 0, 0 }, { "제일", AT_OTHER, 0, 0, 0 },
	{ "첫", AT_NUM, 1, 0, WEAK | ATF_ORDINAL },
	{ "첫째", AT_NUM, 1, 0, WEAK | ATF_ORDINAL },
	{ "코로나", AT_WORD, W_RESOLUTION, 0, 0 },
	{ "토요일", AT_WEEKDAY, 6, 0, 0 }, { "하나", AT_NUM, 1, 0, WEAK },
	{ "하루", AT_NUM, 1, U_DAY, WEAK },
	{ "하반기", AT_NUM, 2, U_HALF, WEAK | ATF_ORDINAL },
	{ "현지시간", AT_OTHER, 0, 0, 0 },
	{ "화씨", AT_WORD, W_FAHRENHEIT, 0, 0 },
	{ "화요일", AT_WEEKDAY, 2, 0, 0 },
};

#define N_WORDS (sizeof(words) / sizeof(*words))

static size_t
known_word(struct lex *x, size_t i)
{
	const struct ko_word *found = NULL;
	size_t best = 0;

	for (size_t k = lex_syllable(words, N_WORDS, sizeof(*words),
	    x->s + i); k < N_WORDS &&
	    memcmp(x->s + i, words[k].word, 3) == 0; k++) {
		size_t n = strlen(words[k].word);
		if (n > best && starts(x, i, words[k].word)) {
			found = &words[k];
			best = n;
		}
	}
	if (found == NULL)
		return i;
	/* One syllable is a word only when it stands alone. */
	if (best == 3 && found->arg != 1 && !ends_word(x, i + 3))
		return i;
	if (found->class == AT_KO && lex_is_hangul(char_at(x, i + 3)))
		return i;
	struct atom *a = lex_add(x, found->class, i, i + best);
	if (a == NULL)
		return x->len;
	a->arg = found->arg;
	a->flags = ATF_SPACE | found->flags;
	a->unit = found->days;
	if (found->class == AT_NUM)
		a->v = dec_of(found->arg, 0);
	return i + best;
}

/* The half of something: a fraction without digits. */
static size_t
half_word(struct lex *x, size_t i)
{
	if (!starts(x, i, "절반"))
		return i;
	struct atom *a = lex_add(x, AT_NUM, i, i + 6);
	if (a == NULL)
		return x->len;
	a->v = dec_of(1, 0);
	a->v2 = dec_of(2, 0);
	a->flags = ATF_SPACE | ATF_FRACTION | WEAK;
	return i + 6;
}

/* 두 명, 두명, 스무 살, 두 정상: a native numeral and what it counts. */
static size_t
native_word(struct lex *x, size_t i)
{
	int value = 0;
	int kind = 0;
	size_t end = ko_native(x->s, x->len, i, &value, &kind);
	size_t n = 0;

	if (end == i)
		return i;
	int spaced = end < x->len && x->s[end] == ' ';
	size_t q = spaced ? end + 1 : end;
	if (starts(x, q, "여") && q + 3 < x->len)
		q += x->s[q + 3] == ' ' ? 4 : 3;
	size_t left = x->len - (q < x->len ? q : x->len);
	const struct tail *t = tail_find(x->s + q, left, &n);
	int unit = t == NULL || n < 6 ?
	    unit_hangul(x->s + q, left, &n) : U_NONE;
	int known = (unit != U_NONE && (spaced || kind == KN_ATTR)) ||
	    (t != NULL && (spaced || t->glued));

	if (unit == U_NONE && t != NULL)
		n = strlen(t->word);
	if (known && spaced && n == 3 && !ends_word(x, q + n))
		known = 0;
	if (t != NULL && unit == U_NONE && t->tail == KO_HOUR && value < 13 &&
	    ends_word(x, q + 3) && value > 1)
		known = 1;
	if (!known && (!spaced || kind != KN_ATTR ||
	    !lex_is_hangul(char_at(x, q))))
		return i;
	struct atom *a = lex_add(x, AT_NUM, i, end);
	if (a == NULL)
		return x->len;
	a->v = dec_of(value, 0);
	a->flags = ATF_SPACE | PH_SPELLED | PH_NATIVE |
	    (known && value > 1 ? 0u : (unsigned)PH_WEAK);
	return known ? lex_korean_tail(x, end) : end;
}

/* 삼십만 명, 백만 달러. */
static size_t
sino_word(struct lex *x, size_t i)
{
	struct atom num = { .flags = ATF_SPACE | PH_SPELLED };
	size_t end = ko_sino(&num, x, i);
	size_t n = 0;
	size_t tn = 0;

	if (end == i)
		return i;
	size_t q = starts(x, end, "여") ? end + 3 : end;
	if (q < x->len && x->s[q] == ' ')
		q++;
	size_t left = x->len - q;
	int unit = left == 0 ? U_NONE : unit_hangul(x->s + q, left, &n);
	const struct tail *t = left == 0 ? NULL :
	    tail_find(x->s + q, left, &tn);
	int single = end - i == 3;

	if (i >= 4 && (starts(x, i - 4, "몇 ") || starts(x, i - 4, "수 ")))
		return i;

	/* 구조, 오만, 이조: two syllables are words unless money follows. */
	if (end - i == 6 && (num.flags & PH_SCALED) && !starts(x, i, "십") &&
	    !starts(x, i, "백") && !starts(x, i, "천") &&
	    unit_get(unit)->class != UC_MONEY && !starts(x, q, "명"))
		return i;
	/* 이천 도자기, 동작 만 평가한다: the first letters of a word */
	if (q > end && n == 3 && (!ends_word(x, q + n) || (single &&
	    unit_get(unit)->class != UC_MONEY)))
		unit = U_NONE;
	if (starts(x, q, "퍼센트"))
		unit = U_POINT;
	if (single && tn > 0 && !ends_word(x, q + tn))
		return i;
	if (single && (tn > 3 || (tn == 3 && !starts(x, q, "명") &&
	    !starts(x, q, "년"))))
		return i;
	if (single && n == 3 && q == end)
		return i;
	if (t != NULL && (t->tail == KO_HOUR || t->tail == KO_MONTH))
		return i;
	int long_one = end - i > 6 && (num.flags & PH_SCALED) && q == end + 1 &&
	    lex_is_hangul(char_at(x, q));
	if (unit == U_NONE && !long_one && (t == NULL || (tn == 3 &&
	    !ends_word(x, q + tn))))
		return i;
	struct atom *a = lex_add(x, AT_NUM, i, end);
	if (a == NULL)
		return x->len;
	num.class = AT_NUM;
	num.from = (uint32_t)i;
	num.to = (uint32_t)end;
	*a = num;
	return lex_korean_tail(x, end);
}

size_t
lex_korean(struct lex *x, size_t i)
{
	static size_t (*const readers[])(struct lex *, size_t) = {
		known_word, half_word, native_word, sino_word,
	};

	for (size_t k = 0; k < sizeof(readers) / sizeof(*readers); k++) {
		size_t end = readers[k](x, i);
		if (end > i)
			return end;
	}
	size_t end = plain_hangul_end(x->s, x->len, i);
	struct atom *a = lex_add(x, AT_OTHER, i, end);
	if (a != NULL)
		a->flags = ATF_SPACE;
	return end;
}
