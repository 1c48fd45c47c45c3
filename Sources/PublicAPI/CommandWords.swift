import Roster
import VerbatimJSON
import WebServer

/// The parameters of a request as words of a command line.
struct CommandWords {
  private struct Given {
    let parameter: RouteParameter
    var values: [String]
  }

  /// The files that the words name.
  private(set) var files: [String: [UInt8]] = [:]
  private let route: Route
  private var given: [Given] = []

  /// Reads the parameters of a path and a query.
  ///
  /// - Parameters:
  ///   - route: The table's line.
  ///   - path: The parameters in the path.
  ///   - query: Those in the query, without the ones that are about the response.
  /// - Throws: ``Problem`` for a parameter that the route does not have, that is missing, or whose
  ///   value has the wrong form.
  init(
    _ route: Route,
    path: [String: String],
    query: [WebRequest.Parameter]
  ) throws(Problem) {
    self.route = route
    for name in route.givenNames { try add(name, path[name] ?? "") }
    for item in query {
      guard path[item.name] == nil else { throw Problem.parameter(item.name, "is in the path") }
      try add(item.name, item.value)
    }
    try checkRequired()
  }

  /// Reads the parameters of a path and of a body.
  ///
  /// - Parameters:
  ///   - route: The table's line.
  ///   - path: The parameters in the path.
  ///   - body: A JSON object; no bytes mean one without members.
  /// - Throws: ``Problem``, as above.
  init(_ route: Route, path: [String: String], body: [UInt8]) throws(Problem) {
    self.route = route
    for name in route.givenNames { try add(name, path[name] ?? "") }
    for member in try Self.members(of: body) {
      let parameter = route.parameters.first { $0.member.utf8.elementsEqual(member.key.utf8) }
      guard let parameter, path[parameter.name] == nil else {
        throw Problem.parameter(member.key, "is not one of this request")
      }
      try add(parameter, member.value)
    }
    try checkRequired()
  }

  /// The words after the command, in the order of the table: options, then arguments behind `--`.
  var words: [String] {
    var options: [String] = []
    var arguments: [String] = []
    for parameter in route.parameters where !parameter.isOnlyRecorded {
      for value in self[parameter.name] {
        switch (parameter.option, parameter.kind) {
        case (nil, _): arguments.append(value)
        case (let option?, .flag): if value == "true" { options.append("--\(option)") }
        case (let option?, .texts) where parameter.isEach:
          options += value.split(separator: ",").map { "--\(option)=\($0)" }
        case (let option?, _): options.append("--\(option)=\(value)")
        }
      }
    }
    return options + (arguments.isEmpty ? [] : ["--"] + arguments)
  }

  /// The values of a parameter.
  subscript(name: String) -> [String] {
    given.first { $0.parameter.name == name }?.values ?? []
  }

  /// Replaces the values of the moments by places in the log.
  mutating func pin(_ place: (String, _ isBeginning: Bool) async throws -> String) async throws {
    for index in given.indices {
      guard case .moment(let isBeginning) = given[index].parameter.kind else { continue }
      for number in given[index].values.indices {
        given[index].values[number] = try await place(given[index].values[number], isBeginning)
      }
    }
  }

  /// Gives a parameter a value, unless it has one.
  mutating func set(_ parameter: RouteParameter, _ value: String) {
    guard self[parameter.name].isEmpty else { return }
    given.append(Given(parameter: parameter, values: [value]))
  }

  /// The parameters of the query, for the URL of the next part.
  func query(without path: [String]) -> [WebRequest.Parameter] {
    given.filter { !path.contains($0.parameter.name) }.flatMap { item in
      item.values.map { WebRequest.Parameter(name: item.parameter.name, value: $0) }
    }
  }

  private mutating func add(_ name: String, _ value: String) throws(Problem) {
    let parameter = route.parameters.first { $0.name.utf8.elementsEqual(name.utf8) }
    guard let parameter else { throw Problem.parameter(name, "is not one of this request") }
    try add(parameter, [value])
  }

  private mutating func add(_ parameter: RouteParameter, _ values: [String]) throws(Problem) {
    for value in values { try check(value, of: parameter) }
    if let index = given.firstIndex(where: { $0.parameter.name == parameter.name }) {
      guard parameter.isRepeated else { throw Problem.parameter(parameter.name, "is given twice") }
      given[index].values += values
    } else {
      given.append(Given(parameter: parameter, values: values))
    }
  }

  private mutating func add(_ parameter: RouteParameter, _ value: JSON) throws(Problem) {
    switch (parameter.kind, value) {
    case (.flag, .bool(let truth)): try add(parameter, [truth ? "true" : "false"])
    case (.integer, .number(let digits)):
      // JSON Schema takes 3.0 for a whole number.
      try add(parameter, [digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits])
    case (.texts, .array(let elements)):
      let texts = elements.compactMap(\.text)
      guard texts.count == elements.count, !texts.isEmpty,
        texts.allSatisfy({ !$0.isEmpty && !$0.utf8.contains(UInt8(ascii: ",")) })
      else { throw Problem.parameter(parameter.member, "must be a list of texts without commas") }
      try add(parameter, [texts.joined(separator: ",")])
    case (.file, let value): try add(parameter, file: value)
    case (.text, .string(let text)), (.choice, .string(let text)), (.moment, .string(let text)),
      (.span, .string(let text)):
      try add(parameter, [text])
    default: throw Problem.parameter(parameter.member, "must be \(parameter.form)")
    }
  }

  private mutating func add(_ parameter: RouteParameter, file: JSON) throws(Problem) {
    let names = Set((file.members ?? []).map(\.key))
    guard names.isSubset(of: ["name", "text", "base64"]), let name = file["name"]?.text,
      RouteParameter.isFileName(name),
      (file["text"] == nil) != (file["base64"] == nil)
    else { throw Problem.parameter(parameter.member, "must be \(parameter.form)") }
    let bytes =
      file["text"]?.text.map { Array($0.utf8) } ?? file["base64"]?.text.flatMap(Base64.bytes)
    guard let bytes else { throw Problem.parameter(parameter.member, "must be \(parameter.form)") }
    files[name] = bytes
    try add(parameter, [name])
  }

  private func check(_ value: String, of parameter: RouteParameter) throws(Problem) {
    let isRight =
      switch parameter.kind {
      case .flag: ["true", "false"].contains(value)
      case .integer(let least, let most):
        Int(value).map { least...most ~= $0 && String($0) == value } ?? false
      case .choice(let names): names.contains { $0.utf8.elementsEqual(value.utf8) }
      case .span: RouteParameter.isSpan(value)
      case .text, .moment, .texts, .file: !value.isEmpty && !value.utf8.contains(0)
      }
    guard isRight else { throw Problem.parameter(parameter.name, "must be \(parameter.form)") }
  }

  private func checkRequired() throws(Problem) {
    for parameter in route.parameters where parameter.isRequired && self[parameter.name].isEmpty {
      throw Problem.parameter(parameter.name, "is missing")
    }
  }

  private static func members(of body: [UInt8]) throws(Problem) -> [JSON.Member] {
    if body.isEmpty { return [] }
    let json: JSON
    do { json = try JSON(parsing: body) } catch {
      throw Problem(400, "badBody", "The body is no JSON: \(error.description).", exit: .usage)
    }
    guard let members = json.members else {
      throw Problem(400, "badBody", "The body must be a JSON object.", exit: .usage)
    }
    return members
  }
}

extension RouteParameter {
  /// What a value must be, as a part of a sentence.
  fileprivate var form: String {
    switch kind {
    case .text: "a text that is not empty, without null characters"
    case .flag: "true or false"
    case .integer(let least, let most): "a whole number from \(least) to \(most)"
    case .span: "a span such as 30s or 5m"
    case .choice(let names): "one of \(names.joined(separator: ", "))"
    case .moment: "a moment, such as 2026-06-30 or entry:1042"
    case .texts: "a list of texts without commas"
    case .file: "an object with `name`, and `text` or `base64`"
    }
  }
}
