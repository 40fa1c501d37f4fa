"""English names of Chinese divisions: pinyin without tones, and the usual word for the kind of division.

Readings come from ``pypinyin``; the tables hold what it gets wrong: places with a reading of their own (洪洞 Hongtong)
and regions, prefectures and cities whose Latin spelling follows another language (呼和浩特 Hohhot).
"""

from __future__ import annotations

# Longest first: 自治县 before 县. The word on the right follows the name.
KINDS = {
    "特别行政区": "Special Administrative Region",
    "自治区": "Autonomous Region",
    "自治州": "Autonomous Prefecture",
    "自治县": "Autonomous County",
    "自治旗": "Autonomous Banner",
    "地区": "Prefecture",
    "特区": "Special District",
    "矿区": "Mining District",
    "新区": "New Area",
    "群岛": "Islands",
    "省": "Province",
    "市": "City",
    "盟": "League",
    "区": "District",
    "县": "County",
    "旗": "Banner",
}
PEOPLES = {
    "维吾尔": "Uygur", "哈萨克": "Kazak", "柯尔克孜": "Kirgiz", "塔吉克": "Tajik", "蒙古": "Mongol", "锡伯": "Xibe",
    "蒙古族": "Mongol", "回族": "Hui", "藏族": "Tibetan", "苗族": "Miao", "彝族": "Yi", "壮族": "Zhuang",
    "布依族": "Bouyei", "朝鲜族": "Korean", "满族": "Manchu", "侗族": "Dong", "瑶族": "Yao", "白族": "Bai",
    "土家族": "Tujia", "哈尼族": "Hani", "哈萨克族": "Kazak", "傣族": "Dai", "黎族": "Li", "傈僳族": "Lisu",
    "佤族": "Wa", "畲族": "She", "拉祜族": "Lahu", "水族": "Sui", "东乡族": "Dongxiang", "纳西族": "Naxi",
    "景颇族": "Jingpo", "土族": "Tu", "达斡尔族": "Daur", "仫佬族": "Mulao", "羌族": "Qiang", "布朗族": "Blang",
    "撒拉族": "Salar", "毛南族": "Maonan", "仡佬族": "Gelao", "普米族": "Pumi", "怒族": "Nu", "鄂温克族": "Evenki",
    "保安族": "Bonan", "裕固族": "Yugur", "独龙族": "Derung", "各族": "Multi-Ethnic",
}  # fmt: skip
# These stand before 自治旗 or 自治县 as the place's own name and as its people's name at once.
OWN_PEOPLES = {"鄂伦春": "Oroqen", "鄂温克族": "Evenki", "东乡族": "Dongxiang"}
SPELLINGS = {
    "陕西": "Shaanxi", "内蒙古": "Inner Mongolia", "西藏": "Xizang", "香港": "Hong Kong", "澳门": "Macao",
    "哈尔滨": "Harbin", "齐齐哈尔": "Qiqihar", "呼和浩特": "Hohhot", "鄂尔多斯": "Ordos", "呼伦贝尔": "Hulunbuir",
    "巴彦淖尔": "Bayannur", "乌兰察布": "Ulanqab", "兴安": "Hinggan", "锡林郭勒": "Xilingol", "阿拉善": "Alxa",
    "二连浩特": "Erenhot", "锡林浩特": "Xilinhot", "乌兰浩特": "Ulanhot", "海拉尔": "Hailar",
    "拉萨": "Lhasa", "日喀则": "Xigaze", "昌都": "Qamdo", "林芝": "Nyingchi", "那曲": "Nagqu", "阿里": "Ngari",
    "甘孜": "Garze", "迪庆": "Deqen", "果洛": "Golog", "格尔木": "Golmud", "德令哈": "Delingha",
    "乌鲁木齐": "Urumqi", "克拉玛依": "Karamay", "吐鲁番": "Turpan", "博尔塔拉": "Bortala", "巴音郭楞": "Bayingolin",
    "阿克苏": "Aksu", "克孜勒苏": "Kizilsu", "喀什": "Kashgar", "和田": "Hotan", "伊犁": "Ili", "阿勒泰": "Altay",
    "库尔勒": "Korla", "阿图什": "Artux", "莎车": "Yarkant", "奎屯": "Kuytun", "阿拉山口": "Alashankou",
    "白云鄂博": "Bayan Obo", "前郭尔罗斯": "Qian Gorlos", "杜尔伯特": "Dorbod", "莫力达瓦": "Morin Dawa",
    "喀喇沁左翼": "Harqin Left Wing", "塔什库尔干": "Taxkorgan", "察布查尔": "Qapqal", "和布克赛尔": "Hoboksar",
    "巴里坤": "Barkol", "木垒": "Mori", "阿克塞": "Aksay",
}  # fmt: skip
# Names that the rules below would take apart wrongly.
NAMES = {
    "北京市": "Beijing Municipality", "天津市": "Tianjin Municipality", "上海市": "Shanghai Municipality",
    "重庆市": "Chongqing Municipality", "内蒙古自治区": "Inner Mongolia Autonomous Region",
    "神农架林区": "Shennongjia Forestry District", "中沙群岛的岛礁及其海域": "Zhongsha Islands and Waters",
}  # fmt: skip
# Names that the rules below would take apart wrongly.
NAMES = {
    "北京市": "Beijing Municipality", "天津市": "Tianjin Municipality", "上海市": "Shanghai Municipality",
    "重庆市": "Chongqing Municipality", "内蒙古自治区": "Inner Mongolia Autonomous Region",
    "神农架林区": "Shennongjia Forestry District", "中沙群岛的岛礁及其海域": "Zhongsha Islands and Waters",
}  # fmt: skip
# 兴安 is a league in the north and a county in the south; only the league has the Mongol spelling.
ONLY_WITH = {"兴安": "盟"}
# In names of places these are nearly always read so, whatever their commonest reading elsewhere.
CHARACTERS = {"长": "chang", "都": "du"}
# Readings of one place that differ from the common reading of its characters.
READINGS = {
    "长子": "zhang zi", "六合": "lu he", "乐陵": "lao ling", "民乐": "min le", "南乐": "nan le", "将乐": "jiang le",
    "静乐": "jing le", "陶乐": "tao le", "蔚": "yu", "浚": "xun", "单": "shan", "洪洞": "hong tong", "繁峙": "fan shi",
    "涡阳": "guo yang", "荥经": "ying jing", "筠连": "jun lian", "闵行": "min hang", "朝阳": "chao yang",
    "大城": "dai cheng", "郫都": "pi du", "什邡": "shi fang", "珲春": "hun chun", "召陵": "shao ling",
    "宕昌": "tan chang", "尼勒克": "ni le ke", "曾都": "zeng du", "龙圩": "long xu", "蚌山": "beng shan",
    "泊头": "bo tou", "红寺堡": "hong si pu", "万柏林": "wan bai lin",
}  # fmt: skip


def split_kind(name: str) -> tuple[str, str]:
    """A name and the word for its kind: 潼南区 is 潼南 and 区, but 清新区 is 清新 and 区, no 新区."""
    kind = next((k for k in KINDS if name.endswith(k) and len(name) >= min(2 * len(k), len(k) + 2)), "")
    return (name[: len(name) - len(kind)] if kind else name), kind


def split_peoples(name: str) -> tuple[str, list[str]]:
    """The place's own part of an autonomous division's name, and the peoples named after it, in their order."""
    peoples: list[str] = []
    rest = name
    while found := max((p for p in PEOPLES if rest.endswith(p) and rest != p), key=len, default=""):
        peoples.insert(0, PEOPLES[found])
        rest = rest[: -len(found)]
    return rest, peoples


def stem(name: str) -> str:
    """What stays of a name when its kind changes: 潼南县 and 潼南区 share 潼南."""
    bare, kind = split_kind(name)
    return split_peoples(bare)[0] if kind.startswith("自治") else bare


def romanise(word: str, kind: str) -> str:
    """Pinyin in one capitalised word, an apostrophe before a later syllable that begins with a, e or o."""
    # Only the rebuild needs it, so the rules on codes and names can be tested where it is not installed.
    from pypinyin import lazy_pinyin

    if word in SPELLINGS and ONLY_WITH.get(word, kind) == kind:
        return SPELLINGS[word]
    if word in READINGS:
        syllables = READINGS[word].split()
    else:
        common = lazy_pinyin(word, v_to_u=True)
        syllables = [CHARACTERS.get(character, read) for character, read in zip(word, common, strict=True)]
    if len(word) == 1 and len(kind) == 1:
        syllables = [*syllables, *lazy_pinyin(kind)]
    joined = "".join(("'" + s) if i and s[0] in "aeo" else s for i, s in enumerate(syllables))
    return joined[:1].upper() + joined[1:]


def english_name(name: str) -> str:
    """The English name of a division, for example ``Beichuan Qiang Autonomous County``."""
    if name in NAMES:
        return NAMES[name]
    bare, kind = split_kind(name)
    if not kind:
        return romanise(name, "")
    if kind.startswith("自治"):
        if bare in OWN_PEOPLES:
            return f"{OWN_PEOPLES[bare]} {KINDS[kind]}"
        bare, peoples = split_peoples(bare)
        named = " and ".join(", ".join(peoples).rsplit(", ", 1))
        return " ".join(filter(None, (romanise(bare, kind), named, KINDS[kind])))
    return f"{romanise(bare, kind)} {KINDS[kind]}"
