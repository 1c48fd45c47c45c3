import Roster

/// The options of the standard select fields.
///
/// Keys in DingTalk's list of standard field codes are used; the others are made up, since each
/// tenant has its own.
enum StandardOptions {
  static let employeeType = options([
    ("0", "无类型"), ("1", "全职"), ("2", "兼职"), ("3", "实习"), ("4", "劳务派遣"), ("5", "退休返聘"),
    ("6", "劳务外包"),
  ])
  static let employeeStatus = options([
    ("2", "试用"), ("3", "正式"), ("5", "待离职"), ("-1", "无状态"),
  ])
  static let probation = options([
    ("1", "无试用期"), ("2", "1个月"), ("3", "2个月"), ("4", "3个月"), ("5", "4个月"), ("6", "5个月"),
    ("7", "6个月"), ("8", "其他"),
  ])
  static let sex = options([("0", "男"), ("1", "女")])
  static let nation = options(
    zip(
      1...,
      [
        "汉族", "壮族", "满族", "回族", "苗族", "维吾尔族", "彝族", "土家族", "蒙古族", "藏族", "布依族", "侗族",
        "瑶族", "朝鲜族", "白族", "哈尼族", "黎族", "哈萨克族", "傣族", "畲族", "傈僳族", "仡佬族", "拉祜族",
        "东乡族", "佤族", "水族", "纳西族", "羌族", "土族", "锡伯族", "仫佬族", "柯尔克孜族", "达斡尔族",
        "景颇族", "撒拉族", "布朗族", "毛南族", "塔吉克族", "普米族", "阿昌族", "怒族", "鄂温克族", "京族",
        "基诺族", "德昂族", "乌孜别克族", "俄罗斯族", "裕固族", "保安族", "门巴族", "鄂伦春族", "独龙族",
        "塔塔尔族", "赫哲族", "珞巴族", "高山族", "穿青人", "亻革家人",
      ]
    ).map { (String($0), $1) }
  )
  static let marriage = options([("1", "未婚"), ("2", "已婚"), ("3", "离异"), ("4", "其他")])
  static let residence = options([
    ("1", "本地城镇"), ("2", "本地农村"), ("3", "外地城镇"), ("4", "外地农村"), ("5", "港澳台"),
  ])
  static let political = options([
    ("1", "团员"), ("2", "党员"), ("3", "群众"), ("4", "民主党派"), ("5", "其他"),
  ])
  static let education = options([
    ("1", "博士研究生"), ("2", "硕士研究生"), ("3", "大专"), ("4", "大学本科"), ("5", "高中"), ("6", "中专"),
    ("7", "职高"), ("8", "初中"), ("9", "小学"),
  ])
  static let level = options([
    ("P4", "P4 助理"), ("P5", "P5 专员"), ("P6", "P6 高级专员"), ("P7", "P7 专家"), ("M1", "M1 主管"),
    ("M2", "M2 经理"), ("M3", "M3 总监"),
  ])
  static let contractCompany = options([
    ("101", "杭州云杉信息技术有限公司"), ("102", "云杉（北京）科技有限公司"), ("103", "成都云杉软件有限公司"),
  ])
  static let contractType = options([
    ("1", "固定期限劳动合同"), ("2", "无固定期限劳动合同"), ("3", "实习协议"), ("4", "劳务合同"),
  ])
  static let contractPeriod = options([
    ("1", "1年"), ("2", "2年"), ("3", "3年"), ("4", "5年"), ("5", "无固定期限"),
  ])
  static let relation = options([
    ("1", "父亲"), ("2", "母亲"), ("3", "配偶"), ("4", "子女"), ("5", "兄弟姐妹"), ("6", "朋友"), ("7", "其他"),
  ])
  static let yesNo = options([("1", "是"), ("0", "否")])
  static let haveChild = options([("0", "无"), ("1", "有")])
  static let clothes = options([("S", "S"), ("M", "M"), ("L", "L"), ("XL", "XL"), ("XXL", "XXL")])

  private static func options(_ pairs: [(String, String)]) -> [FieldOption] {
    pairs.map { FieldOption(value: Verbatim($0.0), label: Verbatim($0.1)) }
  }
}
