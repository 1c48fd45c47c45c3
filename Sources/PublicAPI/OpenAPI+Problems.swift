import VerbatimJSON

extension OpenAPI {
  /// The responses of a route that are problems: every status that it can give, and no other.
  static func problems(of route: Route) -> [JSON.Member] {
    statuses(of: route).sorted().map { status in
      var members: [JSON.Member] = [
        .init(key: "description", value: .string(reasons[status] ?? "It was refused.")),
        .init(
          key: "content",
          value: ["application/problem+json": ["schema": reference("Problem")]]
        ),
      ]
      if let headers = headers[status] { members.append(.init(key: "headers", value: headers)) }
      return JSON.Member(key: String(status), value: .object(members))
    }
  }

  private static func statuses(of route: Route) -> Set<Int> {
    // The form of the request, its token, its host, the limits, a failure, and the end of the service.
    var all: Set<Int> = [400, 401, 421, 429, 500, 503]
    if route.permission != nil { all.insert(403) }
    switch route.result {
    case .list:
      // A cursor.
      all.formUnion([410, 422])
      for parameter in route.parameters { all.formUnion(statuses(of: parameter)) }
    case .document, .archive:
      for parameter in route.parameters { all.formUnion(statuses(of: parameter)) }
    case .job: all.formUnion([408, 409, 413, 415])
    case .own(.job), .own(.stopJob): all.insert(404)
    case .own(.feed), .own(.feedStream): all.formUnion([404, 422])
    case .own(.reveal): all.formUnion([404, 408, 409, 410, 413, 415, 422])
    case .own(.jobs): all.insert(422)
    case .own(.openAPI): break
    }
    return all.union(further[route.name] ?? [])
  }

  /// The statuses of what a command says of a value whose form is right.
  private static func statuses(of parameter: RouteParameter) -> Set<Int> {
    if case .moment = parameter.kind { return [404, 422] }
    return named[parameter.name] ?? []
  }

  /// By the names of routes: without a key of the log, or a signed head, there is none to read; evidence
  /// is of one thing.
  private static let further: [String: Set<Int>] = [
    "readPublicKey": [404], "readEvidence": [404, 422],
  ]

  /// By the parameters that name something: it may not be there, be several, or be erased.
  private static let named: [String: Set<Int>] = [
    "user": [404, 409, 410], "field": [404, 409], "operation": [404], "batch": [404],
    "proposal": [404], "erasure": [404],
    "entry": [404],
    "name": [404, 504], "param": [404, 409, 410, 422],
  ]

  private static let reasons: [Int: String] = [
    400: "A parameter or the body has the wrong form.",
    401: "There is no valid token.",
    403: "The role of the token does not permit it.",
    404: "It is not there.",
    408: "The body did not arrive in time.",
    409: "What is named is ambiguous, or the state is another one.",
    410: "It was erased, or the list must be read from its beginning.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    421: "The service does not answer for the host.",
    422: "The form is right, and it cannot be used.",
    429: "There were too many requests.",
    500: "The service failed.",
    503: "The service is stopping, or busy.",
    504: "It took too long.",
  ]

  private static let headers: [Int: JSON] = [
    401: ["WWW-Authenticate": ["schema": ["type": "string"]]],
    429: [
      "Retry-After": ["description": "Seconds.", "schema": ["type": "string"], "required": true],
      "RateLimit": [
        "description": "How many requests the token has left (r), and in how many seconds all (t).",
        "schema": ["type": "string"],
      ],
      "RateLimit-Policy": [
        "description": "How many requests a token may send (q) in how many seconds (w).",
        "schema": ["type": "string"],
      ],
    ],
  ]
}
