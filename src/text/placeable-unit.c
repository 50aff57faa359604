/*
 * placeable-unit: currencies and units of measure, and their names.  Names
 * are data: a new one is a row.  Hangul names are sorted, and the longest
 * that fits is taken; Latin names stand in placeable-en.c.
 */
#include "config.h"

#include "text/placeable-lex.h"

#include <string.h>

#include "text/placeable-rows.h"

static const struct ph_unit units[U_COUNT] = {
	[U_NONE] = { "-", UC_NONE, { 0, 0 } },
	[U_USD] = { "USD", UC_MONEY, { 1, 0 } },
	[U_KRW] = { "KRW", UC_MONEY, { 1, 0 } },
	[U_JPY] = { "JPY", UC_MONEY, { 1, 0 } },
	[U_EUR] = { "EUR", UC_MONEY, { 1, 0 } },
	[U_GBP] = { "GBP", UC_MONEY, { 1, 0 } },
	[U_CNY] = { "CNY", UC_MONEY, { 1, 0 } },
	[U_HKD] = { "HKD", UC_MONEY, { 1, 0 } },
	[U_TWD] = { "TWD", UC_MONEY, { 1, 0 } },
	[U_SGD] = { "SGD", UC_MONEY, { 1, 0 } },
	[U_AUD] = { "AUD", UC_MONEY, { 1, 0 } },
	[U_CAD] = { "CAD", UC_MONEY, { 1, 0 } },
	[U_NZD] = { "NZD", UC_MONEY, { 1, 0 } },
	[U_CHF] = { "CHF", UC_MONEY, { 1, 0 } },
	[U_INR] = { "INR", UC_MONEY, { 1, 0 } },
	[U_RUB] = { "RUB", UC_MONEY, { 1, 0 } },
	[U_THB] = { "THB", UC_MONEY, { 1, 0 } },
	[U_VND] = { "VND", UC_MONEY, { 1, 0 } },
	[U_IDR] = { "IDR", UC_MONEY, { 1, 0 } },
	[U_MYR] = { "MYR", UC_MONEY, { 1, 0 } },
	[U_PHP] = { "PHP", UC_MONEY, { 1, 0 } },
	[U_BRL] = { "BRL", UC_MONEY, { 1, 0 } },
	[U_MXN] = { "MXN", UC_MONEY, { 1, 0 } },
	[U_TRY] = { "TRY", UC_MONEY, { 1, 0 } },
	[U_SEK] = { "SEK", UC_MONEY, { 1, 0 } },
	[U_NOK] = { "NOK", UC_MONEY, { 1, 0 } },
	[U_DKK] = { "DKK", UC_MONEY, { 1, 0 } },
	[U_SAR] = { "SAR", UC_MONEY, { 1, 0 } },
	[U_AED] = { "AED", UC_MONEY, { 1, 0 } },
	[U_IRR] = { "IRR", UC_MONEY, { 1, 0 } },
	[U_ILS] = { "ILS", UC_MONEY, { 1, 0 } },
	[U_ZAR] = { "ZAR", UC_MONEY, { 1, 0 } },
	[U_PLN] = { "PLN", UC_MONEY, { 1, 0 } },
	[U_UAH] = { "UAH", UC_MONEY, { 1, 0 } },
	[U_DINAR] = { "dinar", UC_MONEY, { 1, 0 } },
	[U_HUF] = { "HUF", UC_MONEY, { 1, 0 } },
	[U_CZK] = { "CZK", UC_MONEY, { 1, 0 } },
	[U_DOLLAR] = { "dollar", UC_MONEY, { 1, 0 } },
	[U_POUND] = { "pound", UC_MONEY, { 1, 0 } },
	[U_CENT] = { "cent", UC_MONEY, { 1, 0 } },
	[U_PENCE] = { "pence", UC_MONEY, { 1, 0 } },
	[U_MM] = { "mm", UC_LENGTH, { 1, -3 } },
	[U_CM] = { "cm", UC_LENGTH, { 1, -2 } },
	[U_M] = { "m", UC_LENGTH, { 1, 0 } },
	[U_KM] = { "km", UC_LENGTH, { 1, 3 } },
	[U_INCH] = { "in", UC_LENGTH, { 254, -4 } },
	[U_FOOT] = { "ft", UC_LENGTH, { 3048, -4 } },
	[U_YARD] = { "yd", UC_LENGTH, { 9144, -4 } },
	[U_MILE] = { "mi", UC_LENGTH, { 1609344, -3 } },
	[U_NMILE] = { "nmi", UC_LENGTH, { 1852, 0 } },
	[U_LIGHTYEAR] = { "ly", UC_LENGTH, { 946, 13 } },
	[U_MG] = { "mg", UC_MASS, { 1, -6 } },
	[U_G] = { "g", UC_MASS, { 1, -3 } },
	[U_KG] = { "kg", UC_MASS, { 1, 0 } },
	[U_TON] = { "t", UC_MASS, { 1, 3 } },
	[U_OUNCE] = { "oz", UC_MASS, { 2835, -5 } },
	[U_LB] = { "lb", UC_MASS, { 45359237, -8 } },
	[U_SQM] = { "m2", UC_AREA, { 1, 0 } },
	[U_SQKM] = { "km2", UC_AREA, { 1, 6 } },
	[U_HECTARE] = { "ha", UC_AREA, { 1, 4 } },
	[U_ACRE] = { "acre", UC_AREA, { 40469, -1 } },
	[U_PYEONG] = { "pyeong", UC_AREA, { 33058, -4 } },
	[U_SQMILE] = { "mi2", UC_AREA, { 2589988, 0 } },
	[U_SQFOOT] = { "ft2", UC_AREA, { 929, -4 } },
	[U_CUBICM] = { "m3", UC_VOLUME, { 1, 3 } },
	[U_LITER] = { "l", UC_VOLUME, { 1, 0 } },
	[U_ML] = { "ml", UC_VOLUME, { 1, -3 } },
	[U_GALLON] = { "gal", UC_VOLUME, { 37854, -4 } },
	[U_BARREL] = { "bbl", UC_VOLUME, { 158987, -3 } },
	[U_MS] = { "ms", UC_TIME, { 1, -3 } },
	[U_SECOND] = { "s", UC_TIME, { 1, 0 } },
	[U_MINUTE] = { "min", UC_TIME, { 60, 0 } },
	[U_HOUR] = { "h", UC_TIME, { 3600, 0 } },
	[U_DAY] = { "day", UC_TIME, { 86400, 0 } },
	[U_WEEK] = { "week", UC_TIME, { 604800, 0 } },
	[U_MONTH] = { "month", UC_TIME, { 2629746, 0 } },
	[U_YEAR] = { "year", UC_TIME, { 31556952, 0 } },
	[U_CELSIUS] = { "C", UC_TEMPERATURE, { 1, 0 } },
	[U_FAHRENHEIT] = { "F", UC_TEMPERATURE, { 1, 0 } },
	[U_DEGREE] = { "degree", UC_TEMPERATURE, { 1, 0 } },
	[U_WATT] = { "W", UC_POWER, { 1, 0 } },
	[U_KW] = { "kW", UC_POWER, { 1, 3 } },
	[U_MW] = { "MW", UC_POWER, { 1, 6 } },
	[U_GW] = { "GW", UC_POWER, { 1, 9 } },
	[U_KWH] = { "kWh", UC_OTHER, { 1, 0 } },
	[U_HZ] = { "Hz", UC_OTHER, { 1, 0 } },
	[U_KHZ] = { "kHz", UC_OTHER, { 1, 0 } },
	[U_MHZ] = { "MHz", UC_OTHER, { 1, 0 } },
	[U_GHZ] = { "GHz", UC_OTHER, { 1, 0 } },
	[U_BYTE] = { "B", UC_DATA, { 1, 0 } },
	[U_KB] = { "kB", UC_DATA, { 1, 3 } },
	[U_MB] = { "MB", UC_DATA, { 1, 6 } },
	[U_GB] = { "GB", UC_DATA, { 1, 9 } },
	[U_TB] = { "TB", UC_DATA, { 1, 12 } },
	[U_CALORIE] = { "cal", UC_OTHER, { 1, 0 } },
	[U_KCAL] = { "kcal", UC_OTHER, { 1, 0 } },
	[U_POINT] = { "point", UC_OTHER, { 1, 0 } },
	[U_BP] = { "bp", UC_OTHER, { 1, 0 } },
	[U_DB] = { "dB", UC_OTHER, { 1, 0 } },
	[U_VOLT] = { "V", UC_OTHER, { 1, 0 } },
	[U_PIXEL] = { "px", UC_OTHER, { 1, 0 } },
	[U_KNOT] = { "knot", UC_OTHER, { 1, 0 } },
	[U_CARAT] = { "ct", UC_OTHER, { 1, 0 } },
	[U_DECADE] = { "decade", UC_TIME, { 31556952, 1 } },
	[U_CENTURY] = { "century", UC_TIME, { 31556952, 2 } },
	[U_KILOTON] = { "kt", UC_MASS, { 1, 6 } },
	[U_MEGATON] = { "Mt", UC_MASS, { 1, 9 } },
	[U_HPA] = { "hPa", UC_OTHER, { 1, 0 } },
	[U_HALF] = { "half", UC_OTHER, { 1, 0 } },	/* of a year */
};

struct hangul_name {
	char name[23];
	uint8_t unit;
};

static const struct hangul_name unit_names[] = {
	{ "℃", U_CELSIUS }, { "℉", U_FAHRENHEIT }, { "ℓ", U_LITER },
	{ "㎉", U_KCAL }, { "㎎", U_MG }, { "㎏", U_KG }, { "㎐", U_HZ },
	{ "㎑", U_KHZ }, { "㎒", U_MHZ }, { "㎓", U_GHZ }, { "㎖", U_ML },
	{ "㎜", U_MM }, { "㎝", U_CM }, { "㎞", U_KM }, { "㎡", U_SQM },
	{ "㎢", U_SQKM }, { "㎥", U_CUBICM }, { "㎾", U_KW }, { "㎿", U_MW },
	{ "㏊", U_HECTARE }, { "개월", U_MONTH }, { "갤런", U_GALLON },
	{ "갤론", U_GALLON }, { "광년", U_LIGHTYEAR }, { "그람", U_G },
	{ "그램", U_G }, { "기가", U_GB }, { "기가바이트", U_GB }, { "기가와트", U_GW },
	{ "기가헤르츠", U_GHZ }, { "년간", U_YEAR }, { "년동안", U_YEAR },
	{ "년째", U_YEAR }, { "노트", U_KNOT }, { "뉴질랜드 달러", U_NZD },
	{ "뉴질랜드달러", U_NZD }, { "달", U_MONTH }, { "달간", U_MONTH },
	{ "달라", U_DOLLAR }, { "달러", U_DOLLAR }, { "대만 달러", U_TWD },
	{ "대만달러", U_TWD }, { "데시벨", U_DB }, { "도", U_DEGREE }, { "동", U_VND },
	{ "디나르", U_DINAR }, { "디르함", U_AED }, { "딸라", U_DOLLAR },
	{ "랜드", U_ZAR }, { "레알", U_BRL }, { "루블", U_RUB }, { "루피", U_INR },
	{ "루피아", U_IDR }, { "리라", U_TRY }, { "리알", U_IRR }, { "리얄", U_SAR },
	{ "리터", U_LITER }, { "링깃", U_MYR }, { "마일", U_MILE }, { "메가", U_MB },
	{ "메가바이트", U_MB }, { "메가와트", U_MW }, { "메가톤", U_MEGATON },
	{ "메가헤르츠", U_MHZ }, { "메터", U_M }, { "미 달러", U_USD },
	{ "미국 달러", U_USD }, { "미국달러", U_USD }, { "미달러", U_USD }, { "미터", U_M },
	{ "밀리", U_MM }, { "밀리그램", U_MG }, { "밀리리터", U_ML }, { "밀리미터", U_MM },
	{ "밀리초", U_MS }, { "바렐", U_BARREL }, { "바이트", U_BYTE },
	{ "바트", U_THB }, { "밧", U_THB }, { "배럴", U_BARREL },
	{ "베이시스 포인트", U_BP }, { "베이시스포인트", U_BP }, { "베트남 동", U_VND },
	{ "베트남동", U_VND }, { "볼트", U_VOLT }, { "분간", U_MINUTE },
	{ "불", U_DOLLAR }, { "세제곱미터", U_CUBICM }, { "센트", U_CENT },
	{ "센티", U_CM }, { "센티메터", U_CM }, { "센티미터", U_CM }, { "셰켈", U_ILS },
	{ "스위스 프랑", U_CHF }, { "스위스프랑", U_CHF }, { "시간", U_HOUR },
	{ "싱가포르 달러", U_SGD }, { "싱가포르달러", U_SGD }, { "야드", U_YARD },
	{ "에이커", U_ACRE }, { "엔", U_JPY }, { "영국 파운드", U_GBP },
	{ "온스", U_OUNCE }, { "와트", U_WATT }, { "원", U_KRW }, { "원화", U_KRW },
	{ "위안", U_CNY }, { "유로", U_EUR }, { "인치", U_INCH }, { "일간", U_DAY },
	{ "일본 엔", U_JPY }, { "일째", U_DAY }, { "입방미터", U_CUBICM },
	{ "제곱마일", U_SQMILE }, { "제곱미터", U_SQM }, { "제곱킬로미터", U_SQKM },
	{ "제곱피트", U_SQFOOT }, { "주", U_WEEK }, { "주간", U_WEEK },
	{ "주일", U_WEEK }, { "중국 위안", U_CNY }, { "중국위안", U_CNY },
	{ "즐로티", U_PLN }, { "초간", U_SECOND }, { "칼로리", U_CALORIE },
	{ "캐나다 달러", U_CAD }, { "캐나다달러", U_CAD }, { "캐럿", U_CARAT },
	{ "코루나", U_CZK }, { "크로나", U_SEK }, { "크로네", U_DKK }, { "킬로", U_KG },
	{ "킬로그람", U_KG }, { "킬로그램", U_KG }, { "킬로메터", U_KM }, { "킬로미터", U_KM },
	{ "킬로바이트", U_KB }, { "킬로와트", U_KW }, { "킬로와트시", U_KWH },
	{ "킬로칼로리", U_KCAL }, { "킬로톤", U_KILOTON }, { "킬로헤르츠", U_KHZ },
	{ "테라", U_TB }, { "테라바이트", U_TB }, { "톤", U_TON }, { "파운드", U_POUND },
	{ "페소", U_PHP }, { "펜스", U_PENCE }, { "평", U_PYEONG },
	{ "평방마일", U_SQMILE }, { "평방미터", U_SQM }, { "평방킬로메터", U_SQKM },
	{ "평방킬로미터", U_SQKM }, { "평방피트", U_SQFOOT }, { "포린트", U_HUF },
	{ "포인트", U_POINT }, { "프랑", U_CHF }, { "피트", U_FOOT },
	{ "픽셀", U_PIXEL }, { "해리", U_NMILE }, { "헤르츠", U_HZ }, { "헤알", U_BRL },
	{ "헥타르", U_HECTARE }, { "헥토파스칼", U_HPA }, { "호주 달러", U_AUD },
	{ "호주달러", U_AUD }, { "홍콩 달러", U_HKD }, { "홍콩달러", U_HKD },
	{ "화소", U_PIXEL }, { "흐리우냐", U_UAH },
};

#define N_UNIT_NAMES (sizeof(unit_names) / sizeof(*unit_names))

static const struct {
	uint32_t sign;
	int unit;
} signs[] = {
	{ 0xA2, U_CENT }, { 0xA3, U_GBP },
	{ 0xA5, U_JPY }, { 0x20A9, U_KRW }, { 0x20AC, U_EUR },
	{ 0x20B9, U_INR }, { 0x20BD, U_RUB }, { 0x20AB, U_VND },
	{ 0x20AA, U_ILS }, { 0x20BA, U_TRY }, { 0x20B1, U_PHP },
	{ 0x0E3F, U_THB }, { 0x20B4, U_UAH }, { 0xFF04, U_DOLLAR },
	{ 0xFFE1, U_GBP }, { 0xFFE5, U_JPY }, { 0xFFE6, U_KRW },
};

const struct ph_unit *
unit_get(int id)
{
	return &units[id > U_NONE && id < U_COUNT ? id : U_NONE];
}

int
unit_hangul(const char *s, size_t len, size_t *n)
{
	int found = U_NONE;

	*n = 0;
	if (len < 3)
		return U_NONE;
	for (size_t i = lex_syllable(unit_names, N_UNIT_NAMES,
	    sizeof(*unit_names), s);
	    i < N_UNIT_NAMES && memcmp(s, unit_names[i].name, 3) == 0; i++) {
		const char *name = unit_names[i].name;
		size_t k = strlen(name);

		if (k <= len && k > *n && memcmp(s, name, k) == 0) {
			*n = k;
			found = unit_names[i].unit;
		}
	}
	return found;
}

int
unit_sign(uint32_t c)
{
	if (c < 0x80)
		return c == '$' ? U_DOLLAR : U_NONE;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (signs[i].sign == c)
			return signs[i].unit;
	return U_NONE;
}

int
unit_squared(int unit, int power)
{
	static const struct {
		int unit;
		int power;
		int result;
	} powers[] = {
		{ U_M, 2, U_SQM }, { U_KM, 2, U_SQKM }, { U_MILE, 2, U_SQMILE },
		{ U_FOOT, 2, U_SQFOOT }, { U_M, 3, U_CUBICM },
	};

	for (size_t i = 0; i < sizeof(powers) / sizeof(*powers); i++)
		if (powers[i].unit == unit && powers[i].power == power)
			return powers[i].result;
	return U_NONE;
}
