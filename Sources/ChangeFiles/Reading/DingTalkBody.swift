import Roster
import VerbatimJSON

/// The changes in one body of DingTalk's `v2/update`.
struct DingTalkBody {
  /// The row; its user is nil if none could be read.
  let row: RequestedRow
  /// The application that the body names.
  let agentID: Verbatim?
  /// The problems of the body.
  let problems: [RowProblem]

  /// Reads a body.
  init(_ json: JSON, path: String, number: Int, line: Int?) {
    var reading = Reading(body: BodyReader(number: number, line: line))
    let param = reading.top(json, path)
    var user: Verbatim?
    if let param {
      let at = BodyReader.join(path, "param")
      user = reading.param(param, at)
    }
    row = RequestedRow(
      number: number,
      user: user,
      naming: .key,
      cells: reading.cells,
      position: .path(path, line: line),
      userPosition: .path(BodyReader.join(path, "param.userid"), line: line)
    )
    agentID = reading.agentID
    problems = reading.body.problems
  }
}

private struct Reading {
  var body: BodyReader
  var cells: [RequestedCell] = []
  var agentID: Verbatim?
  private var hasUserOutside = false
  /// How many new items each group has so far.
  private var additions: [Verbatim: Int] = [:]

  init(body: BodyReader) { self.body = body }

  mutating func top(_ json: JSON, _ path: String) -> JSON? {
    let known = ["agentid", "param", "userid", "access_token"]
    guard body.members(json, path, known: known) != nil else { return nil }
    if json["userid"] != nil {
      hasUserOutside = true
      body.refuse(BodyReader.join(path, "userid"), .userOutsideParam)
    }
    if json["access_token"] != nil {
      body.refuse(BodyReader.join(path, "access_token"), .tokenInFile)
    }
    if let agent = json["agentid"] {
      let digits = agent.text ?? agent.integer.map(String.init) ?? ""
      if digits.isDigits {
        agentID = Verbatim(digits)
      } else {
        body.refuse(BodyReader.join(path, "agentid"), .mustBe("a number, or digits as text"))
      }
    }
    return body.required(json, "param", path)
  }

  mutating func param(_ json: JSON, _ path: String) -> Verbatim? {
    guard body.members(json, path, known: ["groups", "userid"]) != nil else { return nil }
    let groups = body.required(json, "groups", path)
    let groupsPath = BodyReader.join(path, "groups")
    var seen: [Verbatim: String] = [:]
    for (path, group) in body.elements(groups, groupsPath, nonEmpty: "groups")
    where body.members(group, path, known: ["group_id", "sections"]) != nil {
      let id = body.text(group, "group_id", path)
      if let id, let first = seen[id] {
        body.refuse(path, .twice("The group \(id.text.quoted)", first: body.position(first)))
      } else if let id {
        seen[id] = path
      }
      sections(body.required(group, "sections", path), BodyReader.join(path, "sections"), of: id)
    }
    // A key beside `param` is reported as such, and not as missing.
    return hasUserOutside && json["userid"] == nil ? nil : body.text(json, "userid", path)
  }

  private mutating func sections(_ json: JSON?, _ path: String, of group: Verbatim?) {
    var seen: [Int: String] = [:]
    for (path, section) in body.elements(json, path, nonEmpty: "sections")
    where body.members(section, path, known: ["old_index", "section"]) != nil {
      let item = item(section, path, of: group)
      if case .index(let index) = item {
        if let first = seen[index] {
          let what = "The section of item \(index)"
          body.refuse(path, .twice(what, first: body.position(first)))
        } else {
          seen[index] = path
        }
      }
      let fields = body.required(section, "section", path)
      self.fields(fields, BodyReader.join(path, "section"), item: item, of: group)
    }
  }

  private mutating func item(
    _ section: JSON,
    _ path: String,
    of group: Verbatim?
  ) -> RequestedItem? {
    guard let index = section["old_index"] else {
      let number = additions[group ?? "", default: 0] + 1
      additions[group ?? ""] = number
      return .addition(number)
    }
    guard let number = index.integer, 0...999_999 ~= number else {
      body.refuse(BodyReader.join(path, "old_index"), .badIndex)
      return nil
    }
    return .index(Int(number))
  }

  private mutating func fields(
    _ json: JSON?,
    _ path: String,
    item: RequestedItem?,
    of group: Verbatim?
  ) {
    var seen: [Verbatim: String] = [:]
    for (path, field) in body.elements(json, path, nonEmpty: "section")
    where body.members(field, path, known: ["field_code", "value"]) != nil {
      let code = body.text(field, "field_code", path)
      let edit = edit(field, path)
      guard let code else { continue }
      if let first = seen[code] {
        body.refuse(path, .twice("The field \(code.text.quoted)", first: body.position(first)))
        continue
      }
      seen[code] = path
      guard let edit, let item, let group else { continue }
      let cell = RequestedCell(
        group: group,
        field: code,
        item: item,
        edit: edit,
        fieldPosition: body.position(BodyReader.join(path, "field_code")),
        position: body.position(BodyReader.join(path, "value"))
      )
      cells.append(cell)
    }
  }

  private mutating func edit(_ field: JSON, _ path: String) -> Edit? {
    guard let value = body.required(field, "value", path) else { return nil }
    switch value {
    case .string(let text): return text.isEmpty ? .clear : .set(.text(Verbatim(text)))
    case .null: body.refuse(BodyReader.join(path, "value"), .unclearNull(clearing: "\"\""))
    default: body.refuse(BodyReader.join(path, "value"), .mustBe("a text in quotation marks"))
    }
    return nil
  }
}
