/*
 * Korean names in Latin letters and in Hangul.
 */
#include "config.h"

#include <string.h>

#include "text/name.h"
#include "test.h"

static struct wtm_str
str(const char *s)
{
	struct wtm_str r = { s, strlen(s) };

	return r;
}

static void
same_and_other(void)
{
	static const char *const same[][2] = {
		{ "Moon Jae-in", "문재인" }, { "Choe Son Hui", "최선희" },
		{ "Kim Jong Un", "김정은" }, { "Kim Jong-un", "김정은" },
		{ "Park Geun-hye", "박근혜" }, { "Pak Kun-hye", "박근혜" },
		{ "Lee Myung-bak", "이명박" }, { "Ri Yong Ho", "리용호" },
		{ "Ri Yong Ho", "이용호" }, { "Rhee Sang-man", "이상만" },
		{ "Ban Ki-moon", "반기문" }, { "Roh Moo-hyun", "노무현" },
		{ "Roh Moo-hyun", "로무현" }, { "Choi Kyung-hwan", "최경환" },
		{ "Chung Sye-kyun", "정세균" }, { "Jae-in Moon", "문재인" },
		{ "Yoon Suk-yeol", "윤석열" }, { "Han Duck-soo", "한덕수" },
		{ "Kang Kyung-wha", "강경화" }, { "Woo Won-shik", "우원식" },
		{ "Kim Yo Jong", "김여정" }, { "Hwang Kyo-ahn", "황교안" },
		{ "Ryu Hyun-jin", "류현진" }, { "Yu Kwan-sun", "유관순" },
		{ "Shin Dong-bin", "신동빈" }, { "Cho Kuk", "조국" },
		{ "Huh Chang-soo", "허창수" }, { "Oh Se-hoon", "오세훈" },
	};
	static const char *const other[][2] = {
		{ "Moon Jae-in", "문재민" }, { "Kim Jong Un", "김정일" },
		{ "Park Geun-hye", "박근희" }, { "Lee Myung-bak", "이명복" },
		{ "Choe Son Hui", "최선미" }, { "Ban Ki-moon", "반기철" },
		{ "Kim Jong Un", "최정은" }, { "Cho Kuk", "조국현" },
		{ "", "김" }, { "Kim", "" }, { "Kim", "Kim" },
	};

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
		if (!CHECK(name_matches(str(same[i][0]), str(same[i][1]))))
			fprintf(stderr, "  %s\n", same[i][0]);
	for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++)
		if (!CHECK(!name_matches(str(other[i][0]), str(other[i][1]))))
			fprintf(stderr, "  %s\n", other[i][0]);
}

static void
in_text(void)
{
	struct name_pair p[4];
	struct wtm_str en = str("President Moon Jae-in met Kim Yo Jong.");

	CHECK_INT(name_find(p, 4, en,
	    str("문재인 대통령이 김여정 부부장을 만났다.")), 2);
	CHECK(p[0].matches && p[1].matches);
	CHECK(memcmp(en.s + p[0].latin[0], "Moon Jae-in", 11) == 0);
	CHECK_INT(p[0].hangul[1], 9);
	CHECK_INT(name_find(p, 4, en, str("문재민 대통령이 그를 만났다.")), 1);
	CHECK(!p[0].matches);
	CHECK_INT(name_find(p, 4, en, str("대통령이 그를 만났다.")), 0);
	CHECK_INT(name_find(p, 4, str("The New York Times said so."),
	    str("뉴욕타임스가 그렇게 전했다.")), 0);
}

int
main(void)
{
	same_and_other();
	in_text();
	return test_end();
}
