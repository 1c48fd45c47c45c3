import HTTPTypes
import Hummingbird
import NIOCore
import Roster

/// A request, decoded once.
package struct WebRequest: Sendable {
  /// Who is at the other end of the connection.
  package enum Peer: Hashable, Sendable {
    /// A process on this machine, by the unix socket: the number of its account.
    case local(user: UInt32)
    /// A network address, as text.
    case network(String)
  }

  /// A parameter of the query, decoded.
  package struct Parameter: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The query of a URL, with all but unreserved characters behind percent signs; empty without
  /// parameters.
  package static func text(of query: [Parameter]) -> String {
    query.map { "\(PercentEncoding.text($0.name))=\(PercentEncoding.text($0.value))" }
      .joined(separator: "&")
  }

  /// The method, in capitals: `GET`.
  package let method: String
  /// The segments of the path, decoded: `/a/b%20c` is `["a", "b c"]`.
  package let path: [String]
  /// The parameters of the query, in order.
  package let query: [Parameter]
  /// The path and the query as they arrived.
  package let target: String
  /// The host that the client named, without the port and in small letters; nil if it named none.
  package let host: String?
  package let peer: Peer
  /// The identifier under which the request is reported; from the client's `traceparent` if it has one.
  package let id: String
  private let fields: HTTPFields
  private let stream: RequestBody
  private let timekeeper: any Timekeeper

  init(
    _ request: Request,
    path: [String],
    query: [Parameter],
    peer: Peer,
    id: String,
    timekeeper: any Timekeeper
  ) {
    method = request.method.rawValue
    self.path = path
    self.query = query
    target = request.head.path ?? "/"
    host = Self.host(request.head.authority)
    self.peer = peer
    self.id = id
    fields = request.headers
    stream = request.body
    self.timekeeper = timekeeper
  }

  private init(
    _ other: WebRequest,
    _ method: String,
    _ target: String,
    _ headers: [(name: String, value: String)],
    _ body: [UInt8]
  ) throws(Problem) {
    let decoded = try RequestTarget(target)
    self.method = method
    path = decoded.path
    query = decoded.query
    self.target = target
    host = other.host
    peer = other.peer
    id = other.id
    var fields = HTTPFields()
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    self.fields = fields
    stream = RequestBody(buffer: ByteBuffer(bytes: body))
    timekeeper = other.timekeeper
  }

  /// A GET of another resource by the same client, without header fields: it carries no credentials.
  ///
  /// - Parameter target: The path and the query.
  /// - Returns: The request.
  /// - Throws: ``Problem`` if the target is none.
  package func asking(_ target: String) throws(Problem) -> WebRequest {
    try WebRequest(self, "GET", target, [], [])
  }

  /// Another request by the same client, with the given header fields alone.
  ///
  /// - Parameters:
  ///   - method: The method, in capitals.
  ///   - target: The path and the query.
  ///   - headers: The header fields.
  ///   - body: The body.
  /// - Returns: The request.
  /// - Throws: ``Problem`` if the target is none.
  package func sending(
    _ method: String,
    _ target: String,
    headers: [(name: String, value: String)] = [],
    body: [UInt8] = []
  ) throws(Problem) -> WebRequest {
    try WebRequest(self, method, target, headers, body)
  }

  /// The value of a header field; nil if there is none.
  ///
  /// Several are joined by commas.
  package func header(_ name: String) -> String? {
    HTTPField.Name(name).flatMap { fields[$0] }
  }

  /// The whole body.
  ///
  /// - Parameters:
  ///   - limit: The largest size, in bytes.
  ///   - time: How long it may take to arrive: shorter than a connection may be idle, so that a client
  ///     whose body stops gets a response.
  /// - Returns: The bytes.
  /// - Throws: ``Problem`` if it is too large or too slow.
  package func body(limit: Int, within time: Duration = .seconds(25)) async throws -> [UInt8] {
    if let length = header("Content-Length").flatMap(Int.init), length > limit {
      throw Problem.tooLarge(limit)
    }
    let stream = stream
    return try await within(time) {
      var bytes: [UInt8] = []
      for try await buffer in stream {
        bytes.append(contentsOf: buffer.readableBytesView)
        if bytes.count > limit { throw Problem.tooLarge(limit) }
      }
      return bytes
    }
  }

  private func within<Value: Sendable>(
    _ time: Duration,
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let timekeeper = timekeeper
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await work() }
      group.addTask {
        try await timekeeper.sleep(for: time)
        return nil
      }
      defer { group.cancelAll() }
      guard let first = try await group.next(), let value = first else { throw Problem.tooSlow }
      return value
    }
  }

  private static func host(_ authority: String?) -> String? {
    guard let authority, !authority.isEmpty else { return nil }
    if authority.hasPrefix("[") {
      return authority.firstIndex(of: "]").map { authority[...$0].lowercased() }
    }
    return authority.split(separator: ":", omittingEmptySubsequences: false)[0].lowercased()
  }
}
