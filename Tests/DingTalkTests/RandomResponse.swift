import RollbookTestSupport

/// Makes responses of `v2/list`, from usual to odd.
struct RandomResponse {
  private var random: Seeded
  /// How odd it gets: of a hundred places where something may be odd, in how many it is.
  private let oddity: Int

  init(seed: UInt64, oddity: Int) {
    random = Seeded(seed)
    self.oddity = oddity
  }

  private mutating func isOdd() -> Bool { Int.random(in: 0..<100, using: &random) < oddity }

  private mutating func pick(_ choices: [String]) -> String {
    choices.randomElement(using: &random) ?? ""
  }

  private mutating func space() -> String { isOdd() ? pick(["", " ", "\n  ", "\t"]) : "" }

  /// A response about some users.
  mutating func body(users: Int) -> String {
    var members = [#""errcode":0"#, #""errmsg":"ok""#, #""request_id":"r\#(users)""#]
    if isOdd() {
      members.append(pick([#""success":true"#, #""errcode":1"#, #""x":{"a":[1,{}]}"#]))
    }
    let users = (0..<users).map { user($0) }
    members.insert(#""result":[\#(users.joined(separator: ","))]"#, at: 0)
    if isOdd() { members.shuffle(using: &random) }
    return "{" + members.joined(separator: "," + space()) + "}" + space()
  }

  private mutating func user(_ number: Int) -> String {
    let key = isOdd() ? pick([#"" u""#, "7", "null", #""""#, #""a,b""#]) : #""u\#(number)""#
    var members = [#""userid":\#(key)"#]
    if isOdd() {
      members.append(
        pick([
          #""unionid":null"#, #""unionid":"\u00e9""#, #""more":[]"#, #""unionid":"""#,
          #""unionid":"无""#,
        ])
      )
    }
    if isOdd() {
      members.append(pick([#""corp_id":"ding1""#, #""corp_id":7"#, #""userid":"twice""#]))
    }
    var fields = (0..<6).map { field($0) }
    if isOdd() { fields.shuffle(using: &random) }
    if isOdd() { fields.removeLast(2) }
    if isOdd() { fields.append(field(Int.random(in: 0..<8, using: &random))) }
    let list = fields.joined(separator: space() + ",")
    members.insert(#""field_data_list":\#(space())[\#(list)]"#, at: 0)
    if isOdd() { members.shuffle(using: &random) }
    return "{" + members.joined(separator: "," + space()) + space() + "}"
  }

  private mutating func field(_ number: Int) -> String {
    var members = [#""field_name":"字段\#(number)""#, #""field_code":"f\#(number)""#]
    if isOdd() {
      members.append(pick([#""group_id":"sys00""#, #""field_name":"b""#, #""z":{"y":1}"#]))
    }
    let count = number == 5 ? 2 : isOdd() ? Int.random(in: 0..<4, using: &random) : 1
    let items = (0..<count).map { item($0) }.joined(separator: ",")
    let odd = pick([
      #""field_value_list":null"#, #""field_value_list":[]"#, #""field_value_list":{}"#,
    ])
    if !isOdd() {
      members.append(#""field_value_list":[\#(items)]"#)
    } else if isOdd() {
      members.append(odd)
    }
    if isOdd() { members.shuffle(using: &random) }
    return "{" + members.joined(separator: "," + space()) + "}"
  }

  private mutating func item(_ index: Int) -> String {
    let index =
      isOdd()
      ? pick(["0", "1", "7", "01", "-1", "null", #""0""#, "999999999", "9999999999"]) : "\(index)"
    var members = [#""item_index":\#(index)"#]
    let shared = text()
    let label = isOdd() ? part() : shared
    let value = isOdd() ? part() : shared
    if !isOdd() { members.append(#""label":\#(label)"#) }
    if !isOdd() { members.append(#""value":\#(value)"#) }
    if isOdd() { members.append(pick([#""extra":1"#, #""label":"again""#])) }
    if isOdd() { members.shuffle(using: &random) }
    return "{" + members.joined(separator: space() + ",") + "}"
  }

  private mutating func text() -> String {
    let text = pick(["", "1.00", "王伟", "2020-09-01", "+86-13800138000", "浙江省杭州市余杭区文一西路"])
    return "\"\(text)\(Int.random(in: 0..<20, using: &random))\""
  }

  private mutating func part() -> String {
    pick([
      "null", "1.00", "true", "[]", #"{"a":1}"#, #""""#, #""\n""#, #""\u738b""#, #""\ud83d\ude00""#,
      #""\ud83d""#, "\"e\u{301}\"", #""a\\b\"c""#, text(),
    ])
  }

  /// The same bytes with a few of them changed, left out or repeated.
  mutating func damaged(_ body: [UInt8]) -> [UInt8] {
    var bytes = body
    for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(Array(#"{}[]",:\0"#.utf8).randomElement(using: &random) ?? 0, at: place)
      default: bytes.removeSubrange(place..<min(place + 40, bytes.count))
      }
    }
    return bytes
  }
}
