import ChangeFiles
import Operations
import Roster
import Yams

/// A YAML file that maps names of one system to those of another.
struct TableFile {
  private let name: String
  private let root: Node

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - name: The file, as written on the command line.
  ///   - environment: Has the working folder.
  /// - Throws: `CommandError` if it cannot be read, `TableFileError` if it is not YAML.
  init(_ name: String, in environment: CommandEnvironment) throws {
    let text = try NamedFile.text(environment.bytes(ofFile: name), called: name).unicodeScalars
    self.name = name
    // Editors of Windows put a byte order mark before the text, which Yams would parse as text.
    let yaml = String(text.first == "\u{FEFF}" ? text.dropFirst() : text[...])
    do {
      root = try Yams.compose(yaml: yaml) ?? Node.sequence([])
    } catch {
      throw TableFileError.malformed(path: name, line: nil, problem: "it is not YAML")
    }
  }

  /// The rows of a field mapping: a list of `{from, to, how, table, on}`.
  func mapping(
    among fields: [FieldDescription]
  ) throws(TableFileError) -> [FieldMapping] {
    guard case .sequence(let rows) = root else { throw wrong(root, "it must be a list of rows") }
    var mapping: [FieldMapping] = []
    for row in rows {
      let members = try members(row, known: ["from", "to", "how", "table", "on"])
      guard let from = members["from"]?.string, let to = members["to"]?.string else {
        throw wrong(row, "a row needs `from` and `to`")
      }
      let isOn = members["on"].map { $0.bool } ?? true
      guard let isOn else { throw wrong(row, "`on` must be true or false") }
      let meant = fields.meant(by: Verbatim(from))
      let code = meant.count == 1 ? meant[0].code : Verbatim(from)
      mapping.append(
        FieldMapping(code, Verbatim(to), try rule(members, row), isOn: isOn)
      )
    }
    return mapping
  }

  private func rule(
    _ members: [String: Node],
    _ row: Node
  ) throws(TableFileError) -> MappingRule {
    let table = try members["table"].map { node throws(TableFileError) in try texts(node) }
    switch (members["how"]?.string ?? (table == nil ? "text" : "table"), table) {
    case ("text", nil): return .text
    case ("phone", nil): return .phone
    case ("date", nil): return .date
    case ("table", let table?): return .table(table)
    default: throw wrong(row, "`how` must be text, phone or date, or table with a `table`")
    }
  }

  /// The meaning of headers and labels: `user`, `headers` and `labels`.
  func importTable() throws(TableFileError) -> ImportTable {
    let members = try members(root, known: ["user", "headers", "labels"])
    var table = ImportTable(userHeaders: [])
    if let user = members["user"] {
      guard let header = user.string else { throw wrong(user, "`user` must be a header") }
      if let problem = TextCheck.problem(in: Verbatim(header)) { throw wrong(user, problem) }
      table.userHeaders = [Verbatim(header)]
    }
    if let headers = members["headers"] { table.headers = try texts(headers) }
    if let labels = members["labels"] {
      guard case .mapping(let fields) = labels else {
        throw wrong(labels, "`labels` must have a field for each table")
      }
      for (field, values) in fields {
        table.labels[Verbatim(field.string ?? "")] = try texts(values)
      }
    }
    return table
  }

  private func members(
    _ node: Node,
    known: [String]
  ) throws(TableFileError) -> [String: Node] {
    guard case .mapping(let mapping) = node else {
      throw wrong(node, "`key: value` is wanted here")
    }
    var members: [String: Node] = [:]
    for (key, value) in mapping {
      guard let key = key.string, known.contains(key) else {
        throw wrong(key, "known here are only \(known.joined(separator: ", "))")
      }
      members[key] = value
    }
    return members
  }

  private func texts(_ node: Node) throws(TableFileError) -> [Verbatim: Verbatim] {
    guard case .mapping(let mapping) = node else {
      throw wrong(node, "a table of `label: value` is wanted here")
    }
    var texts: [Verbatim: Verbatim] = [:]
    for (key, value) in mapping {
      guard case .scalar(let label) = key, case .scalar(let text) = value else {
        throw wrong(key, "a label and a value must be texts")
      }
      for word in [label, text] {
        if let problem = TextCheck.problem(in: Verbatim(word.string)) { throw wrong(key, problem) }
      }
      texts[Verbatim(label.string)] = Verbatim(text.string)
    }
    return texts
  }

  private func wrong(_ node: Node, _ problem: String) -> TableFileError {
    .malformed(path: name, line: node.mark?.line, problem: problem)
  }
}

/// Why a file of mappings, or of headers and labels, cannot be used.
enum TableFileError: UserFacingError, Equatable {
  /// It is not YAML, or does not have the right form.
  case malformed(path: String, line: Int?, problem: String)

  var errorCode: ErrorCode {
    switch self {
    case .malformed: ErrorCode("mappingMalformed", .badSettings)
    }
  }

  var message: String {
    switch self {
    case .malformed(let path, let line, let problem):
      "The table \(path) is wrong\(line.map { " at line \($0)" } ?? ""): \(problem)."
    }
  }
}
