/*
 * placeable-en: Latin words that belong to numbers, dates, times and money,
 * and the names of currencies and units.
 *
 * Keywords are rows of sorted tables, one a letter: a new one is a row.
 * Outside English text only units, currencies and the words of the clock are
 * read from them.
 */
#include "config.h"

#include "text/placeable-lex.h"

#include <string.h>

struct keyword {
	char word[13];
	uint8_t class;
	int16_t arg;
};

struct keywords {
	const struct keyword *at;
	size_t n;
};

#define KEYWORDS(letter, rows) \
	[(letter) - 'a'] = { (rows), sizeof(rows) / sizeof(*(rows)) }
#define LEX_WORD 16	/* bytes of a word, with zeros to the end */

static const struct keyword words_a[] = {
	{ "a", AT_WORD, W_A }, { "acre", AT_UNIT, U_ACRE },
	{ "acres", AT_UNIT, U_ACRE }, { "aed", AT_UNIT, U_AED },
	{ "after", AT_WORD, W_IN }, { "afternoon", AT_WORD, W_EVENING },
	{ "age", AT_WORD, W_AGED }, { "aged", AT_WORD, W_AGED },
	{ "ages", AT_WORD, W_AGED }, { "airbus", AT_WORD, W_RESOLUTION },
	{ "am", AT_AMPM, PART_AM }, { "american", AT_WORD, W_NATION },
	{ "an", AT_WORD, W_A }, { "and", AT_WORD, W_AND },
	{ "apollo", AT_WORD, W_RESOLUTION }, { "apr", AT_MONTH, 4 },
	{ "april", AT_MONTH, 4 }, { "aud", AT_UNIT, U_AUD },
	{ "aug", AT_MONTH, 8 }, { "august", AT_MONTH, 8 },
	{ "australian", AT_WORD, W_NATION },
};
static const struct keyword words_b[] = {
	{ "baht", AT_UNIT, U_THB }, { "barrel", AT_UNIT, U_BARREL },
	{ "barrels", AT_UNIT, U_BARREL }, { "basis", AT_WORD, W_BASIS },
	{ "bbl", AT_UNIT, U_BARREL }, { "before", AT_WORD, W_IN },
	{ "between", AT_WORD, W_BETWEEN }, { "billion", AT_SCALE, 9 },
	{ "bln", AT_SCALE, 9 }, { "bn", AT_SCALE, 9 },
	{ "boeing", AT_WORD, W_RESOLUTION },
	 { "both", AT_MULTIPLE, 2 },
	{ "bp", AT_UNIT, U_BP }, { "bpd", AT_UNIT, U_BARREL },
	{ "bps", AT_UNIT, U_BP }, { "british", AT_WORD, W_NATION },
	{ "brl", AT_UNIT, U_BRL }, { "bst", AT_ZONE, 60 },
	{ "buck", AT_UNIT, U_DOLLAR }, { "bucks", AT_UNIT, U_DOLLAR },
	{ "by", AT_WORD, W_IN }, { "byte", AT_UNIT, U_BYTE },
	{ "bytes", AT_UNIT, U_BYTE },
};
static const struct keyword words_c[] = {
	{ "cad", AT_UNIT, U_CAD }, { "cal", AT_UNIT, U_CALORIE },
	{ "calorie", AT_UNIT, U_CALORIE }, { "calories", AT_UNIT, U_CALORIE },
	{ "canadian", AT_WORD, W_NATION }, { "carat", AT_UNIT, U_CARAT },
	{ "carats", AT_UNIT, U_CARAT }, { "cdt", AT_ZONE, -300 },
	{ "celsius", AT_WORD, W_CELSIUS }, { "cent", AT_UNIT, U_CENT },
	{ "centigrade", AT_WORD, W_CELSIUS }, { "centimeter", AT_UNIT, U_CM },
	{ "centimeters", AT_UNIT, U_CM }, { "centimetre", AT_UNIT, U_CM },
	{ "centimetres", AT_UNIT, U_CM }, { "cents", AT_UNIT, U_CENT },
	{ "centuries", AT_UNIT, U_CENTURY }, { "century", AT_UNIT, U_CENTURY },
	{ "cest", AT_ZONE, 120 }, { "cet", AT_ZONE, 60 },
	{ "channel", AT_WORD, W_RESOLUTION }, { "chf", AT_UNIT, U_CHF },
	{ "chinese", AT_WORD, W_NATION }, { "clock", AT_WORD, W_CLOCK },
	{ "cm", AT_UNIT, U_CM }, { "cny", AT_UNIT, U_CNY },
	{ "couple", AT_MULTIPLE, 2 }, { "crore", AT_SCALE, 7 },
	{ "cst", AT_ZONE, -360 }, { "cubic", AT_WORD, W_CUBIC },
};
static const struct keyword words_d[] = {
	{ "danish", AT_WORD, W_NATION }, { "day", AT_UNIT, U_DAY },
	{ "days", AT_UNIT, U_DAY }, { "db", AT_UNIT, U_DB },
	{ "dec", AT_MONTH, 12 }, { "decade", AT_UNIT, U_DECADE },
	{ "decades", AT_UNIT, U_DECADE }, { "december", AT_MONTH, 12 },
	{ "decibel", AT_UNIT, U_DB }, { "decibels", AT_UNIT, U_DB },
	{ "degree", AT_UNIT, U_DEGREE }, { "degrees", AT_UNIT, U_DEGREE },
	{ "dinar", AT_UNIT, U_DINAR }, { "dinars", AT_UNIT, U_DINAR },
	{ "dirham", AT_UNIT, U_AED }, { "dirhams", AT_UNIT, U_AED },
	{ "dkk", AT_UNIT, U_DKK }, { "dollar", AT_UNIT, U_DOLLAR },
	{ "dollars", AT_UNIT, U_DOLLAR }, { "dong", AT_UNIT, U_VND },
	{ "double", AT_MULTIPLE, 2 }, { "doubled", AT_MULTIPLE, 2 },
	{ "doubling", AT_MULTIPLE, 2 }, { "dozen", AT_WORD, W_DOZEN },
	{ "duo", AT_MULTIPLE, 2 }, { "during", AT_WORD, W_IN },
};
static const struct keyword words_e[] = {
	{ "each", AT_WORD, W_IN }, { "early", AT_WORD, W_IN },
	{ "edt", AT_ZONE, -240 }, { "eet", AT_ZONE, 120 },
	{ "eight", AT_SMALL, 8 }, { "eighteen", AT_SMALL, 18 },
	{ "eighteenth", AT_ORD, 18 }, { "eighth", AT_ORD, 8 },
	{ "eighths", AT_DENOM, 8 }, { "eightieth", AT_ORD, 80 },
	{ "eighty", AT_TENS, 80 }, { "eleven", AT_SMALL, 11 },
	{ "eleventh", AT_ORD, 11 }, { "est", AT_ZONE, -300 },
	{ "eur", AT_UNIT, U_EUR }, { "euro", AT_UNIT, U_EUR },
	{ "euros", AT_UNIT, U_EUR }, { "evening", AT_WORD, W_EVENING },
	{ "every", AT_WORD, W_IN },
};
static const struct keyword words_f[] = {
	{ "fahrenheit", AT_WORD, W_FAHRENHEIT }, { "feb", AT_MONTH, 2 },
	{ "february", AT_MONTH, 2 }, { "feet", AT_UNIT, U_FOOT },
	{ "fifteen", AT_SMALL, 15 }, { "fifteenth", AT_ORD, 15 },
	{ "fifth", AT_ORD, 5 }, { "fifths", AT_DENOM, 5 },
	{ "fiftieth", AT_ORD, 50 }, { "fifty", AT_TENS, 50 },
	{ "first", AT_ORD, 1 }, { "five", AT_SMALL, 5 },
	{ "fivefold", AT_MULTIPLE, 5 }, { "flight", AT_WORD, W_RESOLUTION },
	{ "foot", AT_UNIT, U_FOOT }, { "forint", AT_UNIT, U_HUF },
	{ "forints", AT_UNIT, U_HUF }, { "formula", AT_WORD, W_RESOLUTION },
	{ "fortieth", AT_ORD, 40 }, { "fortune", AT_WORD, W_RESOLUTION },
	{ "forty", AT_TENS, 40 }, { "four", AT_SMALL, 4 },
	{ "fourfold", AT_MULTIPLE, 4 }, { "fourteen", AT_SMALL, 14 },
	{ "fourteenth", AT_ORD, 14 }, { "fourth", AT_ORD, 4 },
	{ "fourths", AT_DENOM, 4 }, { "franc", AT_UNIT, U_CHF },
	{ "francs", AT_UNIT, U_CHF }, { "fri", AT_WEEKDAY, 5 },
	{ "friday", AT_WEEKDAY, 5 }, { "fridays", AT_WEEKDAY, 5 },
	{ "from", AT_WORD, W_IN }, { "ft", AT_UNIT, U_FOOT },
};
static const struct keyword words_g[] = {
	{ "g", AT_UNIT, U_G }, { "gallon", AT_UNIT, U_GALLON },
	{ "gallons", AT_UNIT, U_GALLON }, { "gb", AT_UNIT, U_GB },
	{ "gbp", AT_UNIT, U_GBP }, { "ghz", AT_UNIT, U_GHZ },
	{ "gigabyte", AT_UNIT, U_GB }, { "gigabytes", AT_UNIT, U_GB },
	{ "gigahertz", AT_UNIT, U_GHZ }, { "gigawatt", AT_UNIT, U_GW },
	{ "gigawatts", AT_UNIT, U_GW }, { "gmt", AT_ZONE, 0 },
	{ "gram", AT_UNIT, U_G }, { "gramme", AT_UNIT, U_G },
	{ "grams", AT_UNIT, U_G }, { "gw", AT_UNIT, U_GW },
};
static const struct keyword words_h[] = {
	{ "ha", AT_UNIT, U_HECTARE }, { "half", AT_WORD, W_HALF },
	{ "halves", AT_DENOM, 2 }, { "hectare", AT_UNIT, U_HECTARE },
	{ "hectares", AT_UNIT, U_HECTARE }, { "hectopascal", AT_UNIT, U_HPA },
	{ "hectopascals", AT_UNIT, U_HPA }, { "hertz", AT_UNIT, U_HZ },
	{ "highway", AT_WORD, W_RESOLUTION }, { "hkd", AT_UNIT, U_HKD },
	{ "hkt", AT_ZONE, 480 }, { "hour", AT_UNIT, U_HOUR },
	{ "hours", AT_UNIT, U_HOUR }, { "hpa", AT_UNIT, U_HPA },
	{ "hr", AT_UNIT, U_HOUR }, { "hrs", AT_UNIT, U_HOUR },
	{ "hryvnia", AT_UNIT, U_UAH }, { "huf", AT_UNIT, U_HUF },
	{ "hundred", AT_HUNDRED, 0 }, { "hundredth", AT_ORD, 100 },
	{ "hundredths", AT_DENOM, 100 }, { "hz", AT_UNIT, U_HZ },
};
static const struct keyword words_i[] = {
	{ "idr", AT_UNIT, U_IDR }, { "ils", AT_UNIT, U_ILS },
	{ "in", AT_WORD, W_IN }, { "inch", AT_UNIT, U_INCH },
	{ "inches", AT_UNIT, U_INCH }, { "indian", AT_WORD, W_NATION },
	{ "inr", AT_UNIT, U_INR }, { "interstate", AT_WORD, W_RESOLUTION },
	{ "iphone", AT_WORD, W_RESOLUTION }, { "irr", AT_UNIT, U_IRR },
	{ "ist", AT_ZONE, 330 },
};
static const struct keyword words_j[] = {
	{ "jan", AT_MONTH, 1 }, { "january", AT_MONTH, 1 },
	{ "japanese", AT_WORD, W_NATION }, { "jpy", AT_UNIT, U_JPY },
	{ "jst", AT_ZONE, 540 }, { "jul", AT_MONTH, 7 },
	{ "july", AT_MONTH, 7 }, { "jun", AT_MONTH, 6 },
	{ "june", AT_MONTH, 6 },
};
static const struct keyword words_k[] = {
	{ "kb", AT_UNIT, U_KB }, { "kcal", AT_UNIT, U_KCAL },
	{ "kg", AT_UNIT, U_KG }, { "kgs", AT_UNIT, U_KG },
	{ "khz", AT_UNIT, U_KHZ }, { "kilo", AT_UNIT, U_KG },
	{ "kilobyte", AT_UNIT, U_KB }, { "kilobytes", AT_UNIT, U_KB },
	{ "kilogram", AT_UNIT, U_KG }, { "kilograms", AT_UNIT, U_KG },
	{ "kilohertz", AT_UNIT, U_KHZ }, { "kilometer", AT_UNIT, U_KM },
	{ "kilometers", AT_UNIT, U_KM }, { "kilometre", AT_UNIT, U_KM },
	{ "kilometres", AT_UNIT, U_KM }, { "kilos", AT_UNIT, U_KG },
	{ "kiloton", AT_UNIT, U_KILOTON }, { "kilotons", AT_UNIT, U_KILOTON },
	{ "kilowatt", AT_UNIT, U_KW }, { "kilowatts", AT_UNIT, U_KW },
	{ "km", AT_UNIT, U_KM }, { "kmh", AT_UNIT, U_KM },
	{ "knot", AT_UNIT, U_KNOT }, { "knots", AT_UNIT, U_KNOT },
	{ "kong", AT_WORD, W_NATION }, { "korean", AT_WORD, W_NATION },
	{ "koruna", AT_UNIT, U_CZK }, { "korunas", AT_UNIT, U_CZK },
	{ "kph", AT_UNIT, U_KM }, { "krona", AT_UNIT, U_SEK },
	{ "krone", AT_UNIT, U_DKK }, { "kroner", AT_UNIT, U_DKK },
	{ "kronor", AT_UNIT, U_SEK }, { "krw", AT_UNIT, U_KRW },
	{ "kst", AT_ZONE, 540 }, { "kuwaiti", AT_WORD, W_NATION },
	{ "kw", AT_UNIT, U_KW }, { "kwh", AT_UNIT, U_KWH },
};
static const struct keyword words_l[] = {
	{ "lakh", AT_SCALE, 5 }, { "last", AT_WORD, W_IN },
	{ "late", AT_WORD, W_IN }, { "lb", AT_UNIT, U_LB },
	{ "lbs", AT_UNIT, U_LB }, { "lira", AT_UNIT, U_TRY },
	{ "liras", AT_UNIT, U_TRY }, { "liter", AT_UNIT, U_LITER },
	{ "liters", AT_UNIT, U_LITER }, { "litre", AT_UNIT, U_LITER },
	{ "litres", AT_UNIT, U_LITER },
};
static const struct keyword words_m[] = {
	{ "m", AT_UNIT, U_M }, { "mar", AT_MONTH, 3 }, { "march", AT_MONTH, 3 },
	{ "may", AT_MONTH, 5 }, { "mb", AT_UNIT, U_MB },
	{ "mdt", AT_ZONE, -360 }, { "megabyte", AT_UNIT, U_MB },
	{ "megabytes", AT_UNIT, U_MB }, { "megahertz", AT_UNIT, U_MHZ },
	{ "megaton", AT_UNIT, U_MEGATON }, { "megatons", AT_UNIT, U_MEGATON },
	{ "megawatt", AT_UNIT, U_MW }, { "megawatts", AT_UNIT, U_MW },
	{ "meter", AT_UNIT, U_M }, { "meters", AT_UNIT, U_M },
	{ "metre", AT_UNIT, U_M }, { "metres", AT_UNIT, U_M },
	{ "mexican", AT_WORD, W_NATION }, { "mg", AT_UNIT, U_MG },
	{ "mhz", AT_UNIT, U_MHZ }, { "mi", AT_UNIT, U_MILE },
	{ "mid", AT_WORD, W_IN }, { "midnight", AT_AMPM, PART_MIDNIGHT },
	{ "mile", AT_UNIT, U_MILE }, { "miles", AT_UNIT, U_MILE },
	{ "milligram", AT_UNIT, U_MG }, { "milligrams", AT_UNIT, U_MG },
	{ "milliliter", AT_UNIT, U_ML }, { "milliliters", AT_UNIT, U_ML },
	{ "millilitre", AT_UNIT, U_ML }, { "millilitres", AT_UNIT, U_ML },
	{ "millimeter", AT_UNIT, U_MM }, { "millimeters", AT_UNIT, U_MM },
	{ "millimetre", AT_UNIT, U_MM }, { "millimetres", AT_UNIT, U_MM },
	{ "million", AT_SCALE, 6 }, { "millisecond", AT_UNIT, U_MS },
	{ "milliseconds", AT_UNIT, U_MS }, { "min", AT_UNIT, U_MINUTE },
	{ "mins", AT_UNIT, U_MINUTE }, { "minute", AT_UNIT, U_MINUTE },
	{ "minutes", AT_UNIT, U_MINUTE }, { "ml", AT_UNIT, U_ML },
	{ "mln", AT_SCALE, 6 }, { "mm", AT_UNIT, U_MM }, { "mn", AT_SCALE, 6 },
	{ "mon", AT_WEEKDAY, 1 }, { "monday", AT_WEEKDAY, 1 },
	{ "mondays", AT_WEEKDAY, 1 }, { "month", AT_UNIT, U_MONTH },
	{ "months", AT_UNIT, U_MONTH }, { "morning", AT_WORD, W_MORNING },
	{ "mph", AT_UNIT, U_MILE }, { "ms", AT_UNIT, U_MS },
	{ "msk", AT_ZONE, 180 }, { "mst", AT_ZONE, -420 },
	{ "mw", AT_UNIT, U_MW }, { "mxn", AT_UNIT, U_MXN },
	{ "myr", AT_UNIT, U_MYR },
};
static const struct keyword words_n[] = {
	{ "next", AT_WORD, W_IN }, { "nine", AT_SMALL, 9 },
	{ "nineteen", AT_SMALL, 19 }, { "nineteenth", AT_ORD, 19 },
	{ "ninetieth", AT_ORD, 90 }, { "ninety", AT_TENS, 90 },
	{ "ninth", AT_ORD, 9 }, { "ninths", AT_DENOM, 9 },
	{ "nmi", AT_UNIT, U_NMILE }, { "no", AT_WORD, W_NO },
	{ "nok", AT_UNIT, U_NOK }, { "noon", AT_AMPM, PART_NOON_IS },
	{ "norwegian", AT_WORD, W_NATION }, { "nos", AT_WORD, W_NO },
	{ "nov", AT_MONTH, 11 }, { "november", AT_MONTH, 11 },
	{ "number", AT_WORD, W_NO }, { "nzd", AT_UNIT, U_NZD },
};
static const struct keyword words_o[] = {
	{ "oct", AT_MONTH, 10 }, { "october", AT_MONTH, 10 },
	{ "of", AT_WORD, W_OF }, { "old", AT_WORD, W_OLD },
	{ "olds", AT_WORD, W_OLD }, { "once", AT_MULTIPLE, 1 },
	{ "one", AT_SMALL, 1 }, { "ounce", AT_UNIT, U_OUNCE },
	{ "ounces", AT_UNIT, U_OUNCE }, { "oz", AT_UNIT, U_OUNCE },
};
static const struct keyword words_p[] = {
	{ "pair", AT_MULTIPLE, 2 }, { "parallel", AT_WORD, W_PARALLEL },
	{ "pct", AT_PERCENT, 0 }, { "pdt", AT_ZONE, -420 },
	{ "pence", AT_UNIT, U_PENCE }, { "penny", AT_UNIT, U_PENCE },
	{ "per", AT_WORD, W_PER }, { "percent", AT_PERCENT, 0 },
	{ "percentage", AT_PERCENT, 0 }, { "peso", AT_UNIT, U_PHP },
	{ "pesos", AT_UNIT, U_PHP }, { "philippine", AT_WORD, W_NATION },
	{ "php", AT_UNIT, U_PHP }, { "pixel", AT_UNIT, U_PIXEL },
	{ "pixels", AT_UNIT, U_PIXEL }, { "pln", AT_UNIT, U_PLN },
	{ "pm", AT_AMPM, PART_PM }, { "point", AT_UNIT, U_POINT },
	{ "points", AT_UNIT, U_POINT }, { "pound", AT_UNIT, U_POUND },
	{ "pounds", AT_UNIT, U_POUND }, { "pst", AT_ZONE, -480 },
	{ "px", AT_UNIT, U_PIXEL }, { "pyeong", AT_UNIT, U_PYEONG },
};
static const struct keyword words_q[] = {
	{ "quadruple", AT_MULTIPLE, 4 }, { "quarter", AT_WORD, W_QUARTER },
	{ "quarters", AT_DENOM, 4 },
};
static const struct keyword words_r[] = {
	{ "rand", AT_UNIT, U_ZAR }, { "reais", AT_UNIT, U_BRL },
	{ "real", AT_UNIT, U_BRL }, { "renminbi", AT_UNIT, U_CNY },
	{ "resolution", AT_WORD, W_RESOLUTION },
	{ "resolutions", AT_WORD, W_RESOLUTION }, { "rial", AT_UNIT, U_IRR },
	{ "rials", AT_UNIT, U_IRR }, { "ringgit", AT_UNIT, U_MYR },
	{ "riyal", AT_UNIT, U_SAR }, { "riyals", AT_UNIT, U_SAR },
	{ "rmb", AT_UNIT, U_CNY }, { "rouble", AT_UNIT, U_RUB },
	{ "roubles", AT_UNIT, U_RUB }, { "route", AT_WORD, W_RESOLUTION },
	{ "rub", AT_UNIT, U_RUB }, { "ruble", AT_UNIT, U_RUB },
	{ "rubles", AT_UNIT, U_RUB }, { "rupee", AT_UNIT, U_INR },
	{ "rupees", AT_UNIT, U_INR }, { "rupiah", AT_UNIT, U_IDR },
	{ "russian", AT_WORD, W_NATION },
};
static const struct keyword words_s[] = {
	{ "sar", AT_UNIT, U_SAR }, { "saturday", AT_WEEKDAY, 6 },
	{ "saturdays", AT_WEEKDAY, 6 }, { "sec", AT_UNIT, U_SECOND },
	{ "second", AT_ORD, 2 }, { "seconds", AT_UNIT, U_SECOND },
	{ "secs", AT_UNIT, U_SECOND }, { "sek", AT_UNIT, U_SEK },
	{ "sep", AT_MONTH, 9 }, { "sept", AT_MONTH, 9 },
	{ "september", AT_MONTH, 9 }, { "seven", AT_SMALL, 7 },
	{ "seventeen", AT_SMALL, 17 }, { "seventeenth", AT_ORD, 17 },
	{ "seventh", AT_ORD, 7 }, { "sevenths", AT_DENOM, 7 },
	{ "seventieth", AT_ORD, 70 }, { "seventy", AT_TENS, 70 },
	{ "sgd", AT_UNIT, U_SGD }, { "sgt", AT_ZONE, 480 },
	{ "shekel", AT_UNIT, U_ILS }, { "shekels", AT_UNIT, U_ILS },
	{ "shenzhou", AT_WORD, W_RESOLUTION }, { "since", AT_WORD, W_IN },
	{ "singapore", AT_WORD, W_NATION }, { "single", AT_MULTIPLE, 1 },
	{ "six", AT_SMALL, 6 }, { "sixteen", AT_SMALL, 16 },
	{ "sixteenth", AT_ORD, 16 }, { "sixth", AT_ORD, 6 },
	{ "sixths", AT_DENOM, 6 }, { "sixtieth", AT_ORD, 60 },
	{ "sixty", AT_TENS, 60 }, { "soyuz", AT_WORD, W_RESOLUTION },
	{ "sq", AT_WORD, W_SQUARE }, { "sqkm", AT_UNIT, U_SQKM },
	{ "sqm", AT_UNIT, U_SQM }, { "square", AT_WORD, W_SQUARE },
	{ "sterling", AT_UNIT, U_GBP }, { "sunday", AT_WEEKDAY, 0 },
	{ "sundays", AT_WEEKDAY, 0 }, { "swedish", AT_WORD, W_NATION },
	{ "swiss", AT_WORD, W_NATION },
};
static const struct keyword words_t[] = {
	{ "t", AT_UNIT, U_TON }, { "taiwan", AT_WORD, W_NATION },
	{ "tb", AT_UNIT, U_TB }, { "ten", AT_SMALL, 10 },
	{ "tenfold", AT_MULTIPLE, 10 }, { "tenth", AT_ORD, 10 },
	{ "tenths", AT_DENOM, 10 }, { "terabyte", AT_UNIT, U_TB },
	{ "terabytes", AT_UNIT, U_TB }, { "thai", AT_WORD, W_NATION },
	{ "thb", AT_UNIT, U_THB }, { "the", AT_WORD, W_THE },
	{ "third", AT_ORD, 3 }, { "thirds", AT_DENOM, 3 },
	{ "thirteen", AT_SMALL, 13 }, { "thirteenth", AT_ORD, 13 },
	{ "thirtieth", AT_ORD, 30 }, { "thirty", AT_TENS, 30 },
	{ "this", AT_WORD, W_IN }, { "thousand", AT_SCALE, 3 },
	{ "three", AT_SMALL, 3 }, { "threefold", AT_MULTIPLE, 3 },
	{ "thrice", AT_SMALL, 3 }, { "through", AT_WORD, W_IN },
	{ "thu", AT_WEEKDAY, 4 }, { "thur", AT_WEEKDAY, 4 },
	{ "thurs", AT_WEEKDAY, 4 }, { "thursday", AT_WEEKDAY, 4 },
	{ "thursdays", AT_WEEKDAY, 4 }, { "till", AT_WORD, W_IN },
	{ "tn", AT_SCALE, 12 }, { "to", AT_WORD, W_TO },
	{ "ton", AT_UNIT, U_TON }, { "tonne", AT_UNIT, U_TON },
	{ "tonnes", AT_UNIT, U_TON }, { "tons", AT_UNIT, U_TON },
	{ "trillion", AT_SCALE, 12 }, { "trio", AT_MULTIPLE, 3 },
	{ "triple", AT_MULTIPLE, 3 }, { "tripled", AT_MULTIPLE, 3 },
	{ "trln", AT_SCALE, 12 }, { "trn", AT_SCALE, 12 },
	{ "try", AT_UNIT, U_TRY }, { "tue", AT_WEEKDAY, 2 },
	{ "tues", AT_WEEKDAY, 2 }, { "tuesday", AT_WEEKDAY, 2 },
	{ "tuesdays", AT_WEEKDAY, 2 }, { "twd", AT_UNIT, U_TWD },
	{ "twelfth", AT_ORD, 12 }, { "twelve", AT_SMALL, 12 },
	{ "twentieth", AT_ORD, 20 }, { "twenty", AT_TENS, 20 },
	{ "twice", AT_SMALL, 2 }, { "twins", AT_MULTIPLE, 2 },
	{ "two", AT_SMALL, 2 }, { "twofold", AT_MULTIPLE, 2 },
};
static const struct keyword words_u[] = {
	{ "uah", AT_UNIT, U_UAH }, { "until", AT_WORD, W_IN },
	{ "us", AT_WORD, W_US }, { "usd", AT_UNIT, U_USD },
	{ "utc", AT_ZONE, 0 },
};
static const struct keyword words_v[] = {
	{ "vnd", AT_UNIT, U_VND }, { "volt", AT_UNIT, U_VOLT },
	{ "volts", AT_UNIT, U_VOLT },
};
static const struct keyword words_w[] = {
	{ "watt", AT_UNIT, U_WATT }, { "watts", AT_UNIT, U_WATT },
	{ "wed", AT_WEEKDAY, 3 }, { "wednesday", AT_WEEKDAY, 3 },
	{ "wednesdays", AT_WEEKDAY, 3 }, { "week", AT_UNIT, U_WEEK },
	{ "weeks", AT_UNIT, U_WEEK }, { "won", AT_UNIT, U_KRW },
};
static const struct keyword words_y[] = {
	{ "yard", AT_UNIT, U_YARD }, { "yards", AT_UNIT, U_YARD },
	{ "yd", AT_UNIT, U_YARD }, { "year", AT_UNIT, U_YEAR },
	{ "years", AT_UNIT, U_YEAR }, { "yen", AT_UNIT, U_JPY },
	{ "yr", AT_UNIT, U_YEAR }, { "yrs", AT_UNIT, U_YEAR },
	{ "yuan", AT_UNIT, U_CNY },
};
static const struct keyword words_z[] = {
	{ "zar", AT_UNIT, U_ZAR }, { "zealand", AT_WORD, W_NATION },
	{ "zero", AT_SMALL, 0 }, { "zloty", AT_UNIT, U_PLN },
	{ "zlotys", AT_UNIT, U_PLN },
};

static const struct keywords words[26] = {
	KEYWORDS('a', words_a), KEYWORDS('b', words_b), KEYWORDS('c', words_c),
	KEYWORDS('d', words_d), KEYWORDS('e', words_e), KEYWORDS('f', words_f),
	KEYWORDS('g', words_g), KEYWORDS('h', words_h), KEYWORDS('i', words_i),
	KEYWORDS('j', words_j), KEYWORDS('k', words_k), KEYWORDS('l', words_l),
	KEYWORDS('m', words_m), KEYWORDS('n', words_n), KEYWORDS('o', words_o),
	KEYWORDS('p', words_p), KEYWORDS('q', words_q), KEYWORDS('r', words_r),
	KEYWORDS('s', words_s), KEYWORDS('t', words_t), KEYWORDS('u', words_u),
	KEYWORDS('v', words_v), KEYWORDS('w', words_w), KEYWORDS('y', words_y),
	KEYWORDS('z', words_z),
};

/* The first eight bytes as a number: in the order of strcmp. */
static inline uint64_t
word_head(const char *word)
{
	const unsigned char *s = (const unsigned char *)word;

	return (uint64_t)s[0] << 56 | (uint64_t)s[1] << 48 |
	    (uint64_t)s[2] << 40 | (uint64_t)s[3] << 32 |
	    (uint64_t)s[4] << 24 | (uint64_t)s[5] << 16 |
	    (uint64_t)s[6] << 8 | s[7];
}

static const struct keyword *
keyword_find(const char word[LEX_WORD])
{
	const struct keywords *t = &words[word[0] - 'a'];
	const struct keyword *k = t->at;
	uint64_t head = word_head(word);

	/* No branch depends on the word: it could not be foretold. */
	for (size_t n = t->n; n > 1; n -= n / 2)
		k = word_head(k[n / 2].word) <= head ? k + n / 2 : k;
	while (t->n > 0 && word_head(k->word) == head) {
		if (strcmp(k->word, word) == 0)
			return k;
		if (k == t->at)
			break;
		k--;
	}
	return NULL;
}

static int
is_letter(const struct lex *x, size_t i)
{
	return i < x->len && (x->s[i] | 32) >= 'a' && (x->s[i] | 32) <= 'z';
}

struct word {
	char s[LEX_WORD];	/* lower case, without full stops; cut */
	size_t n;	/* letters; may be more than s holds */
	int upper;	/* capital letters in it */
	int foreign;	/* a letter beyond ASCII */
	int dotted;
};

static void
word_put(struct word *w, char c)
{
	w->upper += c < 'a';
	if (w->n < sizeof(w->s) - 1)
		w->s[w->n] = (char)(c | 32);
	w->n++;
}

/* "p.m.", "U.S.": single letters, each with a full stop. */
static size_t
dotted_word(struct word *w, const struct lex *x, size_t i)
{
	size_t end = i;

	while (is_letter(x, end) && end + 1 < x->len &&
	    x->s[end + 1] == '.' && (end > i || (is_letter(x, end + 2) &&
	    !is_letter(x, end + 3)))) {
		word_put(w, x->s[end]);
		end += 2;
	}
	/* "U.S" without the last stop */
	if (w->n > 0 && is_letter(x, end) && !is_letter(x, end + 1) &&
	    (end + 1 >= x->len || x->s[end + 1] != '.')) {
		word_put(w, x->s[end]);
		end++;
	}
	w->dotted = w->n > 1;
	return w->n > 1 ? end : i;
}

static size_t
read_word(struct word *w, const struct lex *x, size_t i)
{
	size_t end = i;
	size_t n = 0;

	if (i + 1 < x->len && x->s[i + 1] == '.') {
		end = dotted_word(w, x, i);
		if (end > i)
			return end;
		memset(w, 0, sizeof(*w));
	}
	while (end < x->len) {
		if (is_letter(x, end)) {
			word_put(w, x->s[end++]);
			continue;
		}
		if ((unsigned char)x->s[end] < 0xC2)
			break;
		uint32_t c = lex_char(x->s, x->len, end, &n);
		if (!lex_is_latin(c))
			break;
		w->foreign = 1;
		w->n++;
		end += n;
	}
	return end;
}

static int
allowed(const struct lex *x, const struct keyword *k, const struct word *w)
{
	if (k->class == AT_MONTH || k->class == AT_WEEKDAY) {
		size_t full = k->class == AT_MONTH ? 5 : 6;
		return x->english && w->upper > 0 &&
		    (w->upper == 1 || w->n >= full || w->n == 3);
	}
	if (k->class == AT_ZONE)
		return w->upper == (int)w->n;
	if (k->class == AT_WORD && k->arg == W_US)
		return w->upper == 2;
	return x->english || k->class == AT_AMPM || k->class == AT_PERCENT;
}

/* How capital letters go on an abbreviated unit: MW is not mW. */
static int
unit_of(const struct keyword *k, const struct word *w, int spaced)
{
	if (k->class == AT_ORD)
		return k->arg == 2 ? U_SECOND : U_NONE;
	if (k->class != AT_UNIT ||
	    (w->n == 1 && (w->upper > 0 || (spaced && k->arg == U_TON))) ||
	    (w->n == 2 && k->arg == U_MM && w->upper > 0))
		return U_NONE;
	return k->arg;
}

/* Where an address on the Web that goes on at i ends. */
static size_t
address_end(const struct lex *x, size_t i)
{
	while (i < x->len && x->s[i] > ' ' && x->s[i] <= '~' &&
	    strchr("\"<>()", x->s[i]) == NULL)
		i++;
	return i;
}

size_t
lex_english(struct lex *x, size_t i, unsigned flags)
{
	struct word w = { 0 };
	int capital = x->s[i] >= 'A' && x->s[i] <= 'Z';
	size_t end = read_word(&w, x, i);
	const struct keyword *k = NULL;
	struct atom *a = lex_add(x, AT_OTHER, i, end);

	if (a == NULL)
		return x->len;
	if (end > i && x->len - end > 3 && memcmp(x->s + end, "://", 3) == 0) {
		end = address_end(x, end);
		a->to = (uint32_t)end;
		return end;
	}
	a->flags = flags | (capital ? ATF_CAPITAL : 0u) |
	    (w.dotted ? ATF_DOTTED : 0u);
	if (!w.foreign && w.n < sizeof(words_a->word)) {
		k = keyword_find(w.s);
		if (k != NULL)
			a->unit = unit_of(k, &w, (flags & ATF_SPACE) != 0);
	}
	if (k != NULL && k->class != AT_UNIT && allowed(x, k, &w)) {
		a->class = k->class;
		a->arg = k->arg;
	} else if (a->unit != U_NONE) {
		a->class = AT_UNIT;
	} else if (w.upper == (int)w.n && !w.foreign) {
		a->class = AT_UPPER;
		a->digits = (uint8_t)(w.n > 99 ? 99 : w.n);
	}
	return end;
}
