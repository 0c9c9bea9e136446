//! Chinese surnames, which tell a name in a byline from other short words.
//! It never judges a name under a label: there any name is taken.

/// Common surnames of one character, by population and from the hundred surnames; words that more often
/// begin something else (现, 前, 区 …) are left out.
const SINGLE: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅付方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤赖洪常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由糜稽竺昌凤钮荀羿汲邴隗宓郗韶鄂莘贡逄郦璩濮郏宦庾禄蔚夔訾毋巢蒯桓缑钦谯笪贝弓郄綦眭恽忻郇郅雒颉菅仉茆苌琚矫沐泮钭闾隽贲酆殳厍俸";

/// Surnames of two characters.
#[rustfmt::skip] // A table reads better by line of meaning than by word.
const DOUBLE: &[&str] = &[
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "司徒", "夏侯", "端木",
    "南宫", "宇文", "长孙", "轩辕", "呼延", "独孤", "闻人", "申屠", "太史", "濮阳", "澹台", "淳于", "公冶", "司空", "万俟",
    "赫连", "钟离", "宗政", "仲孙", "鲜于", "闾丘", "亓官", "拓跋", "梁丘", "左丘", "公羊", "巫马", "漆雕", "颛孙",
];

/// Characters that write the sounds of Mongolian, Tibetan, Uighur and Kazakh names.
const SOUNDS: &str = "阿巴布其木格勒图尔日娜仁次扎西卓玛多吉旦央金拉姆措丹增洛桑尼索朗达瓦顿珠古丽依买提吐热克孜江汗乌云萨高娃斯琴呼和敖登雅宝音德力孟查干朝鲁合努哈萨里孜别帕夏米热迪赛莱甫艾肯库加那坦塔琪茹罕木苏贡嘎格桑曲边白才让项杰昂旺嘉额色楞朋根特顺哲陶腾策恩奥道敦";

/// Words of two to four characters that begin with a surname and are no name.
#[rustfmt::skip] // A table reads better by line of meaning than by word.
const WORDS: &[&str] = &[
    "现状", "前言", "背景", "方案", "金融", "农业", "农村", "文化", "高校", "高新区", "江苏", "江西", "安全", "国家",
    "全国", "全区", "全市", "海洋", "云南", "关于", "和谐", "平安", "平台", "成效", "成因", "任务", "相关", "相关建议",
    "计划", "单位", "单篇", "白皮书", "解决", "解决方案", "支部", "支行", "商会", "党派", "党员", "党支部", "公司", "公安局",
    "公园", "司法", "司法局", "应对", "应急", "包装", "简介", "简报", "简要情况", "总结", "明确", "时间", "时限", "常委",
    "文件", "方法", "万元", "连续", "谈话", "路径", "项目", "信息", "信息员", "原因", "原因分析", "利弊", "成绩", "强化",
    "居民", "平时", "水利", "游客", "官方", "国内", "国外", "温馨提示", "管理", "经济", "车辆", "华东", "严重", "单独",
    "师生", "师资", "施工", "商业", "商务", "权益", "丰富", "区政协", "区委", "区政府", "区教育局", "都市", "来源", "来稿",
    "印发", "附件", "此致", "敬礼", "特此", "特此报告", "建议", "对策", "于此", "向阳村", "石桥镇", "青河镇", "花园", "米市",
    "宣传", "宣传部", "统战部", "组织部", "农工党", "致公党", "台盟", "民盟", "民建", "民进", "民革", "白云区", "平湖",
    "易地", "易发", "尚未", "尚待", "成本", "成果", "康复", "卫生", "卫健委", "文旅", "安置", "古镇", "吉林", "甘肃",
    "海南", "河南", "满意", "武汉", "温州", "宁波", "宁夏", "沈阳", "郑州", "苏州", "杭州", "常州", "徐州", "广州", "贵州",
    "兰州", "福州", "柳州", "惠州", "荆州", "沙市", "金华", "台州", "云和", "龙泉", "江山", "常山", "向上", "高度", "高度重视",
    "高质量", "国际", "公共", "公众", "公益", "公示", "公告", "公开", "信访", "信用", "修订", "干部", "干群", "但是", "元旦",
    "全体", "全面", "全部", "和平", "阳光", "明显", "麻烦", "门诊", "门店", "车位", "房价", "房屋", "花卉", "景区", "官网",
    "申请", "申报", "支持", "支出", "初步", "初衷", "时代", "查处", "应当", "应该", "成立", "任何", "任职", "柴油", "费用",
    "储备", "利用", "居家", "居委会", "谷物", "强制", "相对", "都是", "原则", "原稿", "富裕", "幸福", "智能", "智慧", "智慧城市",
    "海淀", "房山", "平谷", "徐汇", "黄浦", "杨浦", "闵行", "金山", "松江", "南开", "萧山", "余杭", "富阳", "武昌", "江岸", "秦淮", "江宁", "海珠", "黄埔", "花都", "南沙", "福田", "罗湖", "龙岗", "龙华", "武侯", "成华", "金牛", "东城", "宝安",
    "展望", "信心", "衡量", "由于", "修改", "隆重", "满足", "平均", "普遍", "强烈", "集中", "多次", "相继", "时常", "阿里巴巴", "哈萨克斯坦", "塔吉克斯坦", "克拉玛依", "古建", "凌晨", "洪水", "洪涝", "洪灾", "贡献", "昌盛", "荣誉", "牛奶", "马路", "江河", "江南", "江北",
];

/// Whether the first characters are a surname; its length in characters, 0 when they are not.
pub fn length(name: &str) -> usize {
    if DOUBLE.iter().any(|surname| name.starts_with(surname)) {
        return 2;
    }
    usize::from(name.chars().next().is_some_and(|first| SINGLE.contains(first)))
}

/// Whether the word can only be a name of four to seven characters written by its sound, without a dot:
/// 乌云其木格, 次仁卓玛.
pub fn is_sounded(word: &str) -> bool {
    (4..=7).contains(&word.chars().count()) && word.chars().all(|c| SOUNDS.contains(c)) && !is_word(word)
}

/// How rare the surname is of which the name begins: 0 the commonest.
pub fn rank(name: &str) -> usize {
    name.chars().next().and_then(|first| SINGLE.find(first)).unwrap_or(usize::MAX)
}

/// Whether the word is a common one that only begins like a name.
pub fn is_word(text: &str) -> bool {
    WORDS.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_are_known() {
        assert_eq!(length("王伟"), 1);
        assert_eq!(length("欧阳锋"), 2);
        assert_eq!(length("现状"), 0);
        assert!(is_word("高新区"));
        assert!(is_sounded("乌云其木格") && is_sounded("次仁卓玛"));
        assert!(!is_sounded("阿里巴巴") && !is_sounded("高度关注"));
    }
}
