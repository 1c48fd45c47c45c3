import Roster
import VerbatimJSON

/// Reads a file of JSON: one body, an array of them, or one a line.
struct BodiesReader {
  private(set) var rows: [RequestedRow] = []
  private(set) var problems: [RowProblem] = []
  private(set) var agentIDs: Set<Verbatim> = []
  /// The form.
  private(set) var form: ChangeFileForm
  private let system: System
  private var repetitions = Repetitions()
  private var employees: [UserKey: RequestedRow] = [:]

  /// Reads a whole file.
  init(_ bytes: [UInt8], system: System) throws(ChangeFileError) {
    self.system = system
    form = system == .dingtalk ? .dingtalkBodies : .maycurBatch
    let lines = Self.lines(bytes)
    let document: JSON
    do {
      document = try JSON(parsing: bytes)
    } catch {
      guard Self.isLines(lines) else { throw .invalidJSON(error) }
      form = .jsonLines
      try readLines(lines)
      return
    }
    switch document {
    case .array(let elements): try readArray(elements)
    case .object: try readOne(document, isOneLine: lines.count == 1)
    default: throw .unknownJSON(found: "it is neither an object nor an array")
    }
  }

  private mutating func readArray(_ elements: [JSON]) throws(ChangeFileError) {
    guard !elements.isEmpty else { throw .unknownJSON(found: "it is an empty array") }
    try refuseOther(elements)
    for (index, element) in elements.enumerated() {
      read(element, path: "[\(index)]", line: nil)
    }
  }

  private mutating func readOne(_ document: JSON, isOneLine: Bool) throws(ChangeFileError) {
    try refuseOther([document])
    guard Self.system(of: document) != nil else {
      throw .unknownJSON(found: "its object has neither \"param\" nor \"employeeId\"")
    }
    if system == .maycur, !isOneLine {
      throw .unknownJSON(found: "it is a single employee, which must be in square brackets")
    }
    form = system == .dingtalk ? .dingtalkBody : .jsonLines
    read(document, path: "", line: form == .jsonLines ? 1 : nil)
  }

  private mutating func readLines(
    _ lines: [(number: Int, bytes: [UInt8])]
  ) throws(ChangeFileError) {
    let documents = lines.map { line in Result { try JSON(parsing: line.bytes) } }
    try refuseOther(documents.compactMap { try? $0.get() })
    for (line, document) in zip(lines, documents) {
      switch document {
      case .success(let json): read(json, path: "", line: line.number)
      case .failure(let error as JSONSyntaxError):
        fail(.invalidLine(error), path: "", line: line.number)
      case .failure: fail(.mustBe("an object"), path: "", line: line.number)
      }
    }
  }

  private mutating func read(_ json: JSON, path: String, line: Int?) {
    let number = rows.count + 1
    if let other = Self.system(of: json), other != system {
      return fail(.otherSystem(other), path: path, line: line)
    }
    switch system {
    case .dingtalk:
      let body = DingTalkBody(json, path: path, number: number, line: line)
      if let agent = body.agentID { agentIDs.insert(agent) }
      problems += body.problems
      refuseUnclean(body.row)
      problems += repetitions.add(body.row, sharesAdditions: false)
      rows.append(body.row)
    case .maycur:
      let employee = MaycurEmployee(json, path: path, number: number, line: line)
      problems += employee.problems
      refuseUnclean(employee.row)
      refuseSecond(employee.row)
      rows.append(employee.row)
    }
  }

  /// A program wrote the body, so its key is not cleaned: it is a user's, or a mistake.
  private mutating func refuseUnclean(_ row: RequestedRow) {
    guard let user = row.user else { return }
    switch CellReader.clean(user) {
    case .success(let clean) where clean.steps.isEmpty: break
    case .success(let clean):
      let problem = CellProblem.uncleanKey(user.text, clean.removed)
      problems.append(RowProblem(row.number, at: row.userPosition, .cell(problem)))
    case .failure(let refusal):
      problems.append(RowProblem(row.number, at: row.userPosition, refusal))
    }
  }

  /// A batch may have an employee once: the system's response could not distinguish two of them.
  private mutating func refuseSecond(_ row: RequestedRow) {
    guard let user = row.user else { return }
    let key = UserKey(.maycur, user)
    guard let first = employees[key] else {
      employees[key] = row
      return
    }
    let what = "The employee \(user.text.quoted)"
    let problem = BodyProblem.twice(what, first: first.userPosition)
    let rows = [first.number, row.number]
    problems.append(RowProblem(rows: rows, at: row.userPosition, .body(problem)))
  }

  private mutating func fail(_ problem: BodyProblem, path: String, line: Int?) {
    let position = FilePosition.path(path, line: line)
    let row = RequestedRow(
      number: rows.count + 1,
      user: nil,
      naming: .key,
      cells: [],
      position: position,
      userPosition: position
    )
    problems.append(RowProblem(row.number, at: position, .body(problem)))
    rows.append(row)
  }

  /// The system that an object is for, according to its keys.
  private static func system(of json: JSON) -> System? {
    if json["employeeId"] != nil { return .maycur }
    return json["param"] != nil || json["agentid"] != nil ? .dingtalk : nil
  }

  private func refuseOther(_ documents: [JSON]) throws(ChangeFileError) {
    let systems = Set(documents.compactMap { Self.system(of: $0) })
    if let other = systems.first, systems.count == 1, other != system { throw .otherSystem(other) }
  }

  /// The lines that are not blank, with their numbers from 1.
  private static func lines(_ bytes: [UInt8]) -> [(number: Int, bytes: [UInt8])] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
      .map { (number: $0.offset + 1, bytes: Array($0.element)) }
      .filter { line in line.bytes.contains { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D } }
  }

  /// Whether each line is a document of its own.
  private static func isLines(_ lines: [(number: Int, bytes: [UInt8])]) -> Bool {
    guard lines.count > 1, let first = lines.first else { return false }
    if let json = try? JSON(parsing: first.bytes), json.members != nil { return true }
    return lines.allSatisfy { line in
      line.bytes.first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "{")
    }
  }
}
