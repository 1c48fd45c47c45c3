/// A call that the sandbox answers as a system would.
public enum Endpoint: String, CaseIterable, Hashable, Sendable {
  /// DingTalk `GET /gettoken`.
  case token
  /// DingTalk `POST /topapi/smartwork/hrm/employee/queryonjob`.
  case users
  /// DingTalk `POST /topapi/smartwork/hrm/roster/meta/get`.
  case catalogue
  /// DingTalk `POST /topapi/smartwork/hrm/employee/v2/list`.
  case list
  /// DingTalk `POST /topapi/smartwork/hrm/employee/v2/update`.
  case update

  /// Where it is.
  public var path: String {
    switch self {
    case .token: "/gettoken"
    case .users: "/topapi/smartwork/hrm/employee/queryonjob"
    case .catalogue: "/topapi/smartwork/hrm/roster/meta/get"
    case .list: "/topapi/smartwork/hrm/employee/v2/list"
    case .update: "/topapi/smartwork/hrm/employee/v2/update"
    }
  }

  /// The HTTP method it wants.
  public var method: String { self == .token ? "GET" : "POST" }

  /// The call at a path, or nil where there is none.
  ///
  /// - Parameter path: The path, without a query.
  public init?(path: String) {
    guard let endpoint = Endpoint.allCases.first(where: { $0.path == path }) else { return nil }
    self = endpoint
  }
}

/// A call, as it came over the wire.
public struct Call: Hashable, Sendable {
  /// The HTTP method.
  public var method: String
  /// The path, without the query.
  public var path: String
  /// The query's parameters, decoded; the last of a name counts.
  public var query: [String: String]
  /// The media type of the body, where it was given.
  public var contentType: String?
  /// The body.
  public var body: [UInt8]

  /// Makes a call.
  ///
  /// - Parameters:
  ///   - method: The HTTP method.
  ///   - path: The path, without the query.
  ///   - query: The query's parameters, decoded.
  ///   - contentType: The media type of the body.
  ///   - body: The body.
  public init(
    _ method: String,
    _ path: String,
    query: [String: String] = [:],
    contentType: String? = "application/json",
    body: [UInt8] = []
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.contentType = contentType
    self.body = body
  }
}

/// What a call is answered with.
public struct Answer: Hashable, Sendable {
  /// The HTTP status.
  public var status: Int
  /// The media type of the body.
  public var contentType: String
  /// The body.
  public var body: [UInt8]
  /// The system's error code, 0 for success; nil where the answer is none of the system's.
  public var code: Int?
  /// Whether the call changed the company, in part even.
  public var isApplied: Bool

  /// Makes an answer.
  ///
  /// - Parameters:
  ///   - status: The HTTP status.
  ///   - contentType: The media type of the body.
  ///   - body: The body.
  ///   - code: The system's error code.
  ///   - isApplied: Whether the call changed the company.
  public init(
    status: Int = 200,
    contentType: String = "application/json;charset=utf-8",
    body: [UInt8],
    code: Int? = nil,
    isApplied: Bool = false
  ) {
    self.status = status
    self.contentType = contentType
    self.body = body
    self.code = code
    self.isApplied = isApplied
  }

  /// The body as text.
  public var text: String { String(decoding: body, as: UTF8.self) }
}
