package import Roster
package import VerbatimJSON

/// A refusal or a failure, as RFC 9457 writes it: `application/problem+json`.
package struct Problem: Error, Sendable {
  /// The HTTP status.
  package var status: Int
  /// The stable name of the error, as docs/cli.md lists it.
  package let name: String
  /// What happened, where, what to do.
  package let detail: String
  /// The exit code that the command line has for it; nil for an error of HTTP alone.
  package let exit: ExitStatus?
  /// Further members of the object.
  package var members: [JSON.Member] = []
  /// Further header fields.
  package var headers: [(name: String, value: String)] = []

  package init(_ status: Int, _ name: String, _ detail: String, exit: ExitStatus? = nil) {
    self.status = status
    self.name = name
    self.detail = detail
    self.exit = exit
  }

  /// The response for a request.
  ///
  /// - Parameters:
  ///   - path: The path and query of the request.
  ///   - id: The identifier of the request.
  /// - Returns: The response.
  package func response(to path: String, id: String) -> WebResponse {
    let exit = exit.map { [JSON.Member(key: "exit", value: .integer(Int64($0.rawValue)))] } ?? []
    let json = JSON.object(
      [
        JSON.Member(key: "type", value: .string("/errors/\(name)")),
        JSON.Member(key: "title", value: .string(Self.title(of: name))),
        JSON.Member(key: "status", value: .integer(status)),
        JSON.Member(key: "name", value: .string(name)),
        JSON.Member(key: "detail", value: .string(detail)),
        JSON.Member(key: "instance", value: .string(path)),
        JSON.Member(key: "requestId", value: .string(id)),
      ] + exit + members
    )
    return WebResponse(
      status,
      type: "application/problem+json",
      headers: headers,
      body: .bytes(json.bytes)
    )
  }

  /// The name as words: `ledgerBusy` is `Ledger busy`.
  private static func title(of name: String) -> String {
    var words = ""
    for scalar in name.unicodeScalars {
      if words.isEmpty {
        words += String(scalar).uppercased()
      } else if scalar.properties.isUppercase {
        words += " " + String(scalar).lowercased()
      } else {
        words.unicodeScalars.append(scalar)
      }
    }
    return words
  }
}

extension Problem {
  static var badTarget: Problem {
    Problem(
      400,
      "badTarget",
      "The path or the query of the request cannot be read. Write texts in UTF-8 with percent signs, and no segment `.` or `..`."
    )
  }

  static func tooLarge(_ limit: Int) -> Problem {
    Problem(413, "bodyTooLarge", "The body of the request has more than \(limit) bytes. Send less.")
  }

  static var tooSlow: Problem {
    Problem(408, "bodyTooSlow", "The body of the request did not arrive in time. Send it again.")
  }

  static var unknownHost: Problem {
    Problem(
      421,
      "hostUnknown",
      "The service does not answer for the host that the request names. Use the address in service.publicURL, or the one that `rollbook serve` prints."
    )
  }

  /// A refusal because the service is about to end; another may take its place.
  package static var stopping: Problem {
    var problem = Problem(503, "shuttingDown", "The service is stopping. Try again.")
    problem.headers = [("Retry-After", "5")]
    return problem
  }

  /// A failure inside the service; the log of the service has more.
  package static var broken: Problem {
    Problem(
      500,
      "internal",
      "Something went wrong in the service that Rollbook does not know. Its log has more under the request's identifier.",
      exit: .software
    )
  }
}
