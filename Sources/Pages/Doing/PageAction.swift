import Access
import Tables
import VerbatimJSON
import WebServer

/// One line of the table of actions: a form, the request to the API that it becomes, and the plan that
/// is shown before it.
struct PageAction: Sendable {
  /// One field of the form, under the name that the API has for it.
  struct Field: Sendable {
    enum Kind: Sendable {
      case text, flag, number
      /// What the page says itself: the digest of the proposal that it shows.
      case digest
      case choice([String])
      /// Texts, separated by commas.
      case texts
      /// A file, or a table as a text in the field `pasted`.
      case table
      /// A file that the action makes of the parts that were entered.
      case made
    }

    let name: String
    let kind: Kind
    var isRequired = false
    /// Whether the plan takes it, too.
    var isPlanned = false
    /// Whether it is one of those that are opened on demand.
    var isRare = false
    /// Whether a file is made of it, and it is not sent by itself.
    var isPart = false

    init(_ name: String, _ kind: Kind = .text) {
      self.name = name
      self.kind = kind
    }

    var required: Field { changed { $0.isRequired = true } }
    var planned: Field { changed { $0.isPlanned = true } }
    var rare: Field { changed { $0.isRare = true } }
    var part: Field { changed { $0.isPart = true } }

    private func changed(_ change: (inout Field) -> Void) -> Field {
      var copy = self
      change(&copy)
      return copy
    }
  }

  /// The name under which the texts are.
  let name: String
  /// The path of the page with the form.
  let path: PathPattern
  let permission: Permission
  /// The method and the path of the API's request.
  let method: String
  let sends: PathPattern
  /// The path of the API's request that plans it; nil if it has no plan.
  let plans: PathPattern?
  /// Whether its request names the plan that was shown.
  let expectsPlan: Bool
  let fields: [Field]
  /// Members of the request that follow from the path.
  let members: @Sendable ([String: String]) -> [JSON.Member]

  init(
    _ name: String,
    _ path: String,
    may permission: Permission,
    sends: String,
    method: String = "POST",
    plans: String? = nil,
    expectsPlan: Bool = true,
    _ fields: [Field] = [],
    members: @escaping @Sendable ([String: String]) -> [JSON.Member] = { _ in [] }
  ) {
    self.name = name
    self.path = PathPattern(path)
    self.permission = permission
    self.method = method
    self.sends = PathPattern(sends)
    self.plans = plans.map { PathPattern($0) }
    self.expectsPlan = expectsPlan
    self.fields = fields
    self.members = members
  }

  var hasFile: Bool { fields.contains { if case .table = $0.kind { true } else { false } } }

  /// The file that the action makes of what was entered; nil if it makes none.
  ///
  /// - Parameters:
  ///   - texts: What was entered: a field and its value.
  ///   - values: The values of the parameters in the path of the page: the person.
  /// - Returns: A change file with one row.
  func file(_ texts: [String: String], _ values: [String: String]) -> FormFields.File? {
    guard fields.contains(where: \.isPart) else { return nil }
    let key = values["system"] == "maycur" ? "employeeId" : "userid"
    let rows = [[key, texts["field"] ?? ""], [values["user"] ?? "", texts["value"] ?? ""]]
    let text = rows.map(CSV.record).joined()
    return FormFields.File(name: "edit.csv", bytes: Array(text.utf8))
  }

  /// The body of the API's request.
  ///
  /// - Parameters:
  ///   - texts: What was entered.
  ///   - file: The file that was chosen; nil if there is none.
  ///   - values: The values of the parameters in the path of the page.
  ///   - isPlan: Whether it is only planned.
  /// - Returns: The members of the JSON object.
  /// - Throws: ``Problem`` for a number that is none.
  func body(
    _ texts: [String: String],
    _ file: FormFields.File?,
    _ values: [String: String],
    isPlan: Bool
  ) throws(Problem) -> [JSON.Member] {
    var members = members(values)
    for field in fields where !field.isPart && (!isPlan || field.isPlanned) {
      if field.isFile {
        if let file { members.append(JSON.Member(key: field.name, value: file.json)) }
      } else if let text = texts[field.name], !text.isEmpty {
        members.append(JSON.Member(key: field.name, value: try field.value(text)))
      }
    }
    return members
  }
}

extension PageAction.Field {
  /// Whether it is sent as a file.
  var isFile: Bool {
    switch kind {
    case .table, .made: true
    default: false
    }
  }

  fileprivate func value(_ text: String) throws(Problem) -> JSON {
    switch kind {
    case .text, .choice, .table, .made, .digest: return .string(text)
    case .flag: return .bool(text == "true")
    case .number:
      guard let number = Int(text) else {
        throw Problem(400, "badParameter", "The field `\(name)` must be a whole number.")
      }
      return .integer(number)
    case .texts:
      let parts = text.split { $0 == "," || $0 == "，" || $0 == "、" }
      return .strings(parts.map { $0.trimmed }.filter { !$0.isEmpty })
    }
  }
}

extension Substring {
  /// The text without spaces at its ends.
  fileprivate var trimmed: String {
    let start = drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
