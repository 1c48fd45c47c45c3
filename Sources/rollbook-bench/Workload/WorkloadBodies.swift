/// The company as DingTalk returns it: response bodies, byte by byte.
extension Workload {
  /// The response of `v2/list` for some people and some fields; nil for every field.
  func listBody(of people: [Int], fields: Set<String>? = nil) -> [UInt8] {
    let isAsked = WorkloadField.all.map { fields?.contains($0.code) ?? true }
    var output: [UInt8] = []
    output.reserveCapacity(people.count * 13_000)
    output.append(contentsOf: #"{"result":["#.utf8)
    for (index, person) in people.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      write(person, isAsked, to: &output)
    }
    output.append(
      contentsOf: #"],"success":true,"errcode":0,"errmsg":"ok","request_id":"16bz3kd9jv2vw"}"#.utf8
    )
    return output
  }

  /// The response of `roster/meta/get`.
  func catalogBody() -> [UInt8] {
    var groups: [String] = []
    for group in ["sys00", "sys01", "sys02", "sys03", "sys04", "sys05", "sys06", "sys07", "custom"]
    {
      let fields = WorkloadField.all.filter { $0.group == group }.map {
        #"{"field_code":"\#($0.code)","field_name":"\#($0.name)","field_type":"TextField","#
          + #""derived":\#($0.kind == .age)}"#
      }
      groups.append(
        #"{"group_id":"\#(group)","group_name":"\#(group)","detail":\#(group == "sys07"),"#
          + #""field_meta_info_list":[\#(fields.joined(separator: ","))]}"#
      )
    }
    return Array(
      #"{"result":[\#(groups.joined(separator: ","))],"success":true,"errcode":0}"#.utf8
    )
  }

  /// The response of `queryonjob` from a cursor on.
  func usersBody(from cursor: Int, pageSize: Int) -> [UInt8] {
    let end = min(people, cursor + pageSize)
    let users = (min(cursor, end)..<end).map { "\"\(userID($0))\"" }.joined(separator: ",")
    let next = end < people ? #","next_cursor":\#(end)"# : ""
    return Array(#"{"result":{"data_list":[\#(users)]\#(next)},"success":true,"errcode":0}"#.utf8)
  }

  private func write(_ person: Int, _ isAsked: [Bool], to output: inout [UInt8]) {
    output.append(contentsOf: #"{"corp_id":"ding5a1b2c3d4e5f","field_data_list":["#.utf8)
    var cell = 0
    var isFirst = true
    for (index, head) in Self.heads.enumerated() {
      guard isAsked[index] else {
        cell += WorkloadField.all[index].items
        continue
      }
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      output.append(contentsOf: head)
      for item in 0..<WorkloadField.all[index].items {
        output.append(contentsOf: Self.itemHeads[item])
        write(content(of: person, cell: cell), WorkloadField.all[index].kind, to: &output)
        output.append(contentsOf: #""}"#.utf8)
        cell += 1
      }
      output.append(contentsOf: "]}".utf8)
    }
    output.append(contentsOf: #"],"userid":""#.utf8)
    output.append(contentsOf: userID(person).utf8)
    output.append(contentsOf: #"","unionid":"Zx"#.utf8)
    output.append(contentsOf: String(BenchRandom.mixed(UInt64(person)), radix: 36).utf8)
    output.append(contentsOf: #"iE"}"#.utf8)
  }

  /// Writes a label, the way from a label to a value, and a value.
  private func write(_ content: UInt64, _ kind: WorkloadField.Kind, to output: inout [UInt8]) {
    func both(_ write: () -> Void) {
      write()
      output.append(contentsOf: Self.betweenLabelAndValue)
      write()
    }
    switch kind {
    case .choice:
      let choice = Int(content % UInt64(Self.choices.count))
      output.append(contentsOf: Self.choices[choice])
      output.append(contentsOf: Self.betweenLabelAndValue)
      output.append(UInt8(0x30 + choice))
    case .name:
      both {
        output.append(contentsOf: Self.names[Int(content >> 8 & 15)])
        output.append(contentsOf: Self.names[Int(content >> 16 & 15)])
      }
    case .phone:
      both {
        output.append(contentsOf: "+86-13".utf8)
        Self.digits(content % 1_000_000_000, 9, to: &output)
      }
    case .date:
      both {
        Self.digits(1970 + content % 60, 4, to: &output)
        output.append(UInt8(ascii: "-"))
        Self.digits(1 + content >> 8 % 12, 2, to: &output)
        output.append(UInt8(ascii: "-"))
        Self.digits(1 + content >> 16 % 28, 2, to: &output)
      }
    case .number: both { Self.digits(content % 1_000_000_000_000, 12, to: &output) }
    case .age: both { Self.digits(content % 400, 3, to: &output) }
    case .address:
      both {
        output.append(contentsOf: "浙江省杭州市余杭区文一西路".utf8)
        Self.digits(content % 10_000, 4, to: &output)
        output.append(contentsOf: "号".utf8)
      }
    case .department:
      both {
        output.append(contentsOf: "研发中心-平台部-".utf8)
        Self.digits(content % 300, 3, to: &output)
      }
    }
  }

  private static func digits(_ number: UInt64, _ count: Int, to output: inout [UInt8]) {
    var divisor = (1..<count).reduce(1 as UInt64) { product, _ in product * 10 }
    while divisor > 0 {
      output.append(UInt8(0x30 + number / divisor % 10))
      divisor /= 10
    }
  }

  private static let heads = WorkloadField.all.map {
    Array(
      (#"{"field_name":"\#($0.name)","field_code":"\#($0.code)","group_id":"\#($0.group)","#
        + #""field_value_list":["#).utf8
    )
  }
  private static let itemHeads = (0..<2).map {
    Array(((($0 > 0) ? "," : "") + #"{"item_index":\#($0),"label":""#).utf8)
  }
  private static let betweenLabelAndValue = Array(#"","value":""#.utf8)
  private static let choices = [
    "全职", "兼职", "实习", "大学本科", "硕士研究生", "未婚", "已婚", "汉族", "其他",
  ].map { Array($0.utf8) }
  private static let names = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "伟",
  ].map { Array($0.utf8) }
}
