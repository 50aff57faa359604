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
		{ "Kim Dae-jung", "김대중" }, { "Kim Young-sam", "김영삼" },
		{ "Chun Doo-hwan", "전두환" }, { "Roh Tae-woo", "노태우" },
		{ "Park Chung-hee", "박정희" }, { "Yun Posun", "윤보선" },
		{ "Choi Kyu-hah", "최규하" }, { "Lee Jae-myung", "이재명" },
		{ "Lee Nak-yon", "이낙연" }, { "Lee Nak-yeon", "이낙연" },
		{ "Chung Eui-yong", "정의용" }, { "Suh Hoon", "서훈" },
		{ "Cho Myoung-gyon", "조명균" }, { "Kim Hyun-chong", "김현종" },
		{ "Song Young-moo", "송영무" },
		{ "Jeong Kyeong-doo", "정경두" }, { "Lee Do-hoon", "이도훈" },
		{ "Noh Kyu-duk", "노규덕" }, { "Hong Nam-ki", "홍남기" },
		{ "Kim Dong-yeon", "김동연" }, { "Choo Mi-ae", "추미애" },
		{ "Yoon Seok-youl", "윤석열" }, { "Ahn Cheol-soo", "안철수" },
		{ "Hong Joon-pyo", "홍준표" }, { "Yoo Seong-min", "유승민" },
		{ "Sim Sang-jeung", "심상정" }, { "Park Won-soon", "박원순" },
		{ "Won Hee-ryong", "원희룡" }, { "Na Kyung-won", "나경원" },
		{ "Joo Ho-young", "주호영" }, { "Kim Chong-in", "김종인" },
		{ "Lee Jun-seok", "이준석" }, { "Lee Kun-hee", "이건희" },
		{ "Lee Jae-yong", "이재용" }, { "Chung Mong-koo", "정몽구" },
		{ "Chung Eui-sun", "정의선" }, { "Chey Tae-won", "최태원" },
		{ "Koo Kwang-mo", "구광모" }, { "Cho Yang-ho", "조양호" },
		{ "Son Heung-min", "손흥민" }, { "Park Ji-sung", "박지성" },
		{ "Hwang Ui-jo", "황의조" }, { "Lee Kang-in", "이강인" },
		{ "Choo Shin-soo", "추신수" }, { "Kim Yuna", "김연아" },
		{ "Park In-bee", "박인비" }, { "Ko Jin-young", "고진영" },
		{ "Bong Joon-ho", "봉준호" }, { "Park Chan-wook", "박찬욱" },
		{ "Song Kang-ho", "송강호" }, { "Choi Min-sik", "최민식" },
		{ "Jun Ji-hyun", "전지현" }, { "Kim Il Sung", "김일성" },
		{ "Kim Jong Il", "김정일" }, { "Kim Yong Nam", "김영남" },
		{ "Kim Yong Chol", "김영철" }, { "Kim Kye Gwan", "김계관" },
		{ "Kim Hyok Chol", "김혁철" }, { "Choe Ryong Hae", "최룡해" },
		{ "Ri Son Gwon", "리선권" }, { "Ri Su Yong", "리수용" },
		{ "Ri Yong Gil", "리영길" }, { "Ri Sol Ju", "리설주" },
		{ "Pak Pong Ju", "박봉주" }, { "Pak Yong Sik", "박영식" },
		{ "Hwang Pyong So", "황병서" }, { "Jang Song Thaek", "장성택" },
		{ "Kim Jae Ryong", "김재룡" }, { "Jo Yong Won", "조용원" },
		{ "Hyon Song Wol", "현송월" }, { "No Kwang Chol", "노광철" },
		{ "Pak Jong Chon", "박정천" }, { "Ro Tu Chol", "로두철" },
		{ "Thae Yong Ho", "태영호" }, { "Thae Yong-ho", "태영호" },
		{ "Kim Myong Gil", "김명길" }, { "Kwon Jong Gun", "권정근" },
		{ "Jon Jong Hak", "전정학" }, { "O Kuk Ryol", "오극렬" },
		{ "Kang Sok Ju", "강석주" }, { "Yang Hyong Sop", "양형섭" },
		{ "Ham Se-woong", "함세웅" }, { "Namgung Won", "남궁원" },
		{ "Hwangbo Kwan", "황보관" }, { "Sunwoo Eun-sook", "선우은숙" },
		{ "Jegal Won-young", "제갈원영" }, { "Tak Hyun-min", "탁현민" },
		{ "Baek Jong-won", "백종원" }, { "Paik Sun-yup", "백선엽" },
	};
	static const char *const other[][2] = {
		{ "Moon Jae-in", "문재민" }, { "Kim Jong Un", "김정일" },
		{ "Park Geun-hye", "박근희" }, { "Lee Myung-bak", "이명복" },
		{ "Choe Son Hui", "최선미" }, { "Ban Ki-moon", "반기철" },
		{ "Kim Jong Un", "최정은" }, { "Cho Kuk", "조국현" },
		{ "", "김" }, { "Kim", "" }, { "Kim", "Kim" },
		{ "Kim Dae-jung", "김대준" }, { "Kim Young-sam", "김영철" },
		{ "Park Chung-hee", "박정호" }, { "Lee Jae-myung", "이재용" },
		{ "Lee Nak-yeon", "이낙선" }, { "Chung Eui-yong", "정의선" },
		{ "Choo Mi-ae", "추미선" }, { "Ahn Cheol-soo", "안철민" },
		{ "Hong Joon-pyo", "홍준석" }, { "Yoo Seong-min", "유승호" },
		{ "Na Kyung-won", "나경환" }, { "Son Heung-min", "손흥수" },
		{ "Lee Kang-in", "이강민" }, { "Kim Jong Il", "김정남" },
		{ "Kim Jong Un", "김종필" }, { "Kim Yong Nam", "김영철" },
		{ "Kim Yo Jong", "김여성" }, { "Choe Ryong Hae", "최룡수" },
		{ "Ri Su Yong", "리수길" }, { "Pak Pong Ju", "박봉남" },
		{ "Jang Song Thaek", "장성남" }, { "Thae Yong Ho", "태영수" },
		{ "Moon Jae-in", "문재범" }, { "Ban Ki-moon", "반기수" },
		{ "Park Won-soon", "박원석" }, { "Bong Joon-ho", "봉준수" },
		{ "Lee Kun-hee", "이건호" }, { "Koo Kwang-mo", "구광수" },
		{ "Hyon Song Wol", "현송희" },
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
