import Access
import WebServer

/// One line of the API's table.
struct Route: Sendable {
  /// What a response is.
  enum Result: Sendable {
    /// A part of a list: `{"items","asOf","next"}`; as CSV or NDJSON, all of it.
    case list
    /// One object, or a document, as the command prints it.
    case document
    /// A tar file of the folder that the command makes.
    case archive
    /// 202, and a job.
    case job
    /// What the handler makes without a command.
    case own(Own)
  }

  /// The routes without a command.
  enum Own: Sendable {
    case job, jobs, stopJob, openAPI, feed, feedStream, reveal
  }

  let method: String
  /// The path under `/api/v1`; `{name}` is a parameter.
  let path: PathPattern
  /// The name of the operation in OpenAPI.
  let name: String
  let summary: String
  let result: Result
  /// Words of the command before the parameters.
  let command: [String]
  /// What its sender needs; nil if every known sender may have it.
  let permission: Permission?
  let parameters: [RouteParameter]
  /// Whether the result depends on the time of day, so that it cannot be remembered.
  var isMomentary = false
  /// Whether it shows nothing about people, though its permission could.
  var isImpersonal = false
  /// Whether it lists accesses, too, so that no two readings of its end are equal.
  var listsAccesses = false
  /// Whether its document is one row of a list, whose member `user` says whom it shows.
  var isOneRow = false
  /// Whether its document is a table, which can be had as CSV, too.
  var isTable = false
  /// Whether it shows the sender's own person, whom no parameter names.
  var isOwn = false
  /// Whether it may take much memory, so that few are answered at once.
  var isHeavy = false

  init(
    _ method: String,
    _ path: String,
    _ name: String,
    _ summary: String,
    _ result: Result,
    _ command: [String] = [],
    may permission: Permission?,
    _ parameters: [RouteParameter] = []
  ) {
    self.method = method
    self.path = PathPattern(path)
    self.name = name
    self.summary = summary
    self.result = result
    self.command = command
    self.permission = permission
    self.parameters = parameters
  }

  /// The same route, whose result depends on the time of day.
  var momentary: Route {
    var copy = self
    copy.isMomentary = true
    return copy
  }

  /// The same route, which shows nothing about people.
  var impersonal: Route {
    var copy = self
    copy.isImpersonal = true
    return copy
  }

  /// The same route, which lists accesses, too: to read it may change what is read next.
  var withAccesses: Route {
    var copy = momentary
    copy.listsAccesses = true
    return copy
  }

  /// The same route, whose document is one row of a list.
  var oneRow: Route {
    var copy = self
    copy.isOneRow = true
    return copy
  }

  /// The same route, whose document is a table.
  var table: Route {
    var copy = self
    copy.isTable = true
    return copy
  }

  /// The same route, of which few are answered at once.
  var heavy: Route {
    var copy = self
    copy.isHeavy = true
    return copy
  }

  /// The same route, which shows the sender's own person.
  var ofSender: Route {
    var copy = self
    copy.isOwn = true
    return copy
  }

  /// The formats in which its response can be had.
  var formats: [ListReading.Format] {
    isList ? ListReading.Format.allCases : isTable ? [.json, .csv] : [.json]
  }

  /// The names of the parameters in the path.
  var pathNames: [String] { path.names }

  /// The names of the parameters that no query gives: those in the path, and who the sender is.
  var givenNames: [String] { pathNames + (isOwn ? ["system", "user"] : []) }
}
