import RollbookTestSupport
import Roster

/// A company in which any value may change between two responses.
struct RandomCompany {
  /// A field that comes back, unasked, with `a-name`.
  static let unasked: FieldCode = "a-name-id"
  static let fields: [FieldCode] = [
    "a-name", "a-name-id", "b-\u{e9}", "b-e\u{301}", "c-detail", "d-plain",
  ]
  let people: [Verbatim] = (1...7).map { Verbatim("u\($0)") } + ["张三\r\n", "e\u{301}", "\u{e9}"]
  private var values: [Verbatim: [FieldCode: [Content]]] = [:]
  private var disabled: Set<FieldCode> = []

  /// Gives everybody their first values.
  init(using random: inout Seeded) {
    for person in people {
      for field in RandomCompany.fields {
        values[person, default: [:]][field] = RandomCompany.items(of: field, using: &random)
      }
    }
  }

  /// Lets some time pass: a few values change, and fields are disabled and enabled again.
  mutating func live(using random: inout Seeded) {
    for person in people {
      for field in RandomCompany.fields where Int.random(in: 0..<6, using: &random) == 0 {
        values[person, default: [:]][field] = RandomCompany.items(of: field, using: &random)
      }
    }
    disabled = Set(RandomCompany.fields.filter { _ in Int.random(in: 0..<8, using: &random) == 0 })
  }

  /// The response to a call for these fields of these users.
  func response(
    _ users: [Verbatim],
    _ asked: Set<FieldCode>,
    at now: Instant,
    using random: inout Seeded
  ) -> RosterResponse {
    let absent = users.filter { _ in Int.random(in: 0..<10, using: &random) == 0 }
    let reported = asked.contains("a-name") ? asked.union([RandomCompany.unasked]) : asked
    let responses = users.filter { !absent.contains($0) }.map { user in
      let cells = reported.subtracting(disabled).flatMap { field -> [Cell] in
        let items = values[user]?[field] ?? []
        return items.enumerated().map { Cell(CellAddress(field, $0.offset), $0.element) }
      }
      return UserResponse(
        user: user,
        unionID: Verbatim("union-\(user)"),
        cells: Int.random(in: 0..<3, using: &random) == 0
          ? cells.shuffled(using: &random) : cells.sorted { $0.address < $1.address }
      )
    }
    return RosterResponse(
      system: .dingtalk,
      company: "ding1",
      asked: asked,
      users: responses,
      absent: absent.map { AbsentUser(user: $0, code: "400023", message: "不存在") },
      askedAt: now,
      receivedAt: now + .milliseconds(30),
      requestID: "r"
    )
  }

  /// How the company describes its fields: now and then one is renamed.
  func catalog(at now: Instant, using random: inout Seeded) -> CatalogResponse {
    let described = RandomCompany.fields.filter { _ in Int.random(in: 0..<6, using: &random) > 0 }
    let descriptions = described.map { code in
      FieldDescription(
        code: code,
        name: Verbatim("\(code) \(Int.random(in: 0...1, using: &random))"),
        group: "sys00",
        groupName: "基本信息",
        isDetail: code == "c-detail",
        type: nil,
        isDerived: false,
        options: code == "d-plain" ? [FieldOption(value: "1", label: "男")] : nil
      )
    }
    return CatalogResponse(
      system: .dingtalk,
      fields: descriptions,
      askedAt: now,
      receivedAt: now,
      requestID: nil
    )
  }

  private static func items(of field: FieldCode, using random: inout Seeded) -> [Content] {
    switch Int.random(in: 0..<12, using: &random) {
    case 0...2: return []
    case 3: return [.emptyList]
    case 4: return [.nullList]
    case 5: return [.missingList]
    default:
      let count = field == "c-detail" ? Int.random(in: 1...3, using: &random) : 1
      return (0..<count).map { _ in
        .item(value: part(using: &random), label: part(using: &random))
      }
    }
  }

  private static func part(using random: inout Seeded) -> Part {
    let parts: [Part] = [
      .text("男"), .text("\u{e9}"), .text("e\u{301}"), .text(""), .text("null"), .text("a\u{0}b"),
      .json("1.00"), .json("1.0"), .json("[]"), .json("{}"), .null, .missing,
    ]
    return parts.randomElement(using: &random) ?? .missing
  }
}
