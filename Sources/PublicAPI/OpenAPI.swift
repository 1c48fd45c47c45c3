import VerbatimJSON
import WebServer

/// The description of the API in OpenAPI 3.1, made from the table of the routes.
enum OpenAPI {
  /// The document.
  static func document(version: String) -> JSON {
    var paths: [(String, [JSON.Member])] = []
    for route in Routes.published {
      let path = "/" + route.path.segments.joined(separator: "/")
      let member = JSON.Member(key: route.method.lowercased(), value: operation(route))
      if let index = paths.firstIndex(where: { $0.0 == path }) {
        paths[index].1.append(member)
      } else {
        paths.append((path, [member]))
      }
    }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Rollbook", "version": .string(version),
        "description": "What the ledger of employee rosters knows, and what can be done with it.",
      ],
      "servers": [["url": "/api/v1"]],
      "security": [["token": []]],
      "paths": .object(paths.map { JSON.Member(key: $0.0, value: .object($0.1)) }),
      "components": [
        "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
        "schemas": ["Problem": problem, "Job": job],
      ],
    ]
  }

  private static func operation(_ route: Route) -> JSON {
    var members: [JSON.Member] = [
      JSON.Member(key: "operationId", value: .string(route.name)),
      JSON.Member(key: "summary", value: .string(route.summary)),
      JSON.Member(key: "parameters", value: .array(parameters(of: route))),
    ]
    if let body = body(of: route) { members.append(JSON.Member(key: "requestBody", value: body)) }
    members.append(JSON.Member(key: "responses", value: responses(of: route)))
    return .object(members)
  }

  // MARK: - Parameters

  private static func parameters(of route: Route) -> [JSON] {
    var all = route.parameters.filter { route.pathNames.contains($0.name) }.map {
      json(of: $0, in: "path")
    }
    if route.method == "GET" {
      all += route.parameters.filter { !route.givenNames.contains($0.name) }.map {
        json(of: $0, in: "query")
      }
    }
    switch route.result {
    case .list: all += paging
    case .own(.jobs): all += paging
    case .job: all.append(idempotencyKey)
    case .own(.feed), .own(.feedStream): all.append(lastEventID)
    default: break
    }
    if route.formats.count > 1 { all.append(format(route)) }
    return all + (route.showsPeople ? ofAccess : [])
  }

  private static func json(of parameter: RouteParameter, in place: String) -> JSON {
    let one = schema(of: parameter.kind)
    return [
      "name": .string(parameter.name), "in": .string(place),
      "required": .bool(place == "path" || parameter.isRequired),
      "description": .string(parameter.summary),
      "schema": parameter.isRepeated && place == "query" ? ["type": "array", "items": one] : one,
    ]
  }

  private static let paging: [JSON] = [
    [
      "name": "limit", "in": "query", "required": false,
      "description": "The largest number of items in the part.",
      "schema": [
        "type": "integer", "minimum": 1, "maximum": .integer(ListReading.most),
        "default": .integer(ListReading.usual),
      ],
    ],
    [
      "name": "cursor", "in": "query", "required": false,
      "description": "Where the next part begins; the `next` of a part has it.",
      "schema": ["type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9_-]+$"],
    ],
  ]

  private static func format(_ route: Route) -> JSON {
    [
      "name": "format", "in": "query", "required": false,
      "description": route.isList
        ? "json: a part. csv, ndjson: the whole list as a stream." : "csv: the rows alone.",
      "schema": [
        "type": "string", "enum": .strings(route.formats.map(\.rawValue)), "default": "json",
      ],
    ]
  }

  private static func schema(of kind: RouteParameter.Kind) -> JSON {
    switch kind {
    case .text: ["type": "string", "minLength": 1, "pattern": "^[^\\u0000]+$"]
    case .moment:
      [
        "type": "string", "minLength": 1, "pattern": "^[^\\u0000]+$",
        "examples": ["now", "entry:1", "-1m"],
      ]
    case .span: ["type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$"]
    case .flag: ["type": "boolean"]
    case .integer(let least, let most):
      ["type": "integer", "minimum": .integer(least), "maximum": .integer(most)]
    case .choice(let names): ["type": "string", "enum": .strings(names)]
    case .texts:
      [
        "type": "array", "minItems": 1,
        "items": ["type": "string", "minLength": 1, "pattern": "^[^,\\u0000]+$"],
      ]
    case .file:
      [
        "oneOf": [
          file("text", ["type": "string"]),
          file(
            "base64",
            [
              "type": "string", "contentEncoding": "base64",
              "pattern": "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
            ]
          ),
        ]
      ]
    }
  }

  private static func file(_ member: String, _ contents: JSON) -> JSON {
    let name: JSON = [
      "type": "string", "minLength": 1, "maxLength": .integer(RouteParameter.longestFileName),
      "pattern": "^[^./\\u0000-\\u001f\\u007f][^/\\u0000-\\u001f\\u007f]*$",
    ]
    return [
      "type": "object",
      "properties": .object([.init(key: "name", value: name), .init(key: member, value: contents)]),
      "required": ["name", .string(member)], "additionalProperties": false,
    ]
  }

  private static func body(of route: Route) -> JSON? {
    guard route.hasBody else { return nil }
    let parameters = route.parameters.filter { !route.givenNames.contains($0.name) }
    let properties = parameters.map { parameter -> JSON.Member in
      guard case .object(let members) = schema(of: parameter.kind) else {
        return JSON.Member(key: parameter.member, value: [:])
      }
      let note = JSON.Member(key: "description", value: .string(parameter.summary))
      return JSON.Member(key: parameter.member, value: .object(members + [note]))
    }
    let required = parameters.filter(\.isRequired).map(\.member)
    return [
      "required": .bool(!required.isEmpty),
      "content": [
        "application/json": [
          "schema": [
            "type": "object", "properties": .object(properties), "required": .strings(required),
            "additionalProperties": false,
          ]
        ]
      ],
    ]
  }

  // MARK: - Responses

  private static func responses(of route: Route) -> JSON {
    var all: [JSON.Member] = []
    switch route.result {
    case .list:
      all.append(success("200", "A part of the list.", list(RowSchema.all[route.name]), route))
    case .document:
      let schema = RowSchema.all[route.name]?.json ?? ["type": "object"]
      all.append(success("200", "The result.", schema, route))
    case .archive:
      let content: JSON = ["schema": ["type": "string", "contentMediaType": "application/x-tar"]]
      let response: JSON = [
        "description": "The tar file.",
        "content": .object([JSON.Member(key: ListReading.archiveType, value: content)]),
      ]
      all.append(JSON.Member(key: "200", value: response))
    case .job:
      all.append(success("202", "The job has begun.", reference("Job"), route))
      all.append(recorded)
    case .own(.jobs):
      all.append(success("200", "The jobs.", list(RowSchema.all["job"]), route))
    case .own(.job), .own(.stopJob):
      all.append(success("200", "The job.", reference("Job"), route))
    case .own(.reveal):
      all.append(success("200", "The values.", revealed, route))
    case .own(.openAPI):
      all.append(success("200", "The document.", ["type": "object"], route))
    case .own(.feed), .own(.feedStream): all += feed(route)
    }
    if route.method == "GET", !route.isMomentary, route.isList || route.isDocument {
      all.append(JSON.Member(key: "304", value: ["description": "It has not changed."]))
    }
    all += problems(of: route)
    return .object(all)
  }

  private static func success(
    _ status: String,
    _ description: String,
    _ schema: JSON,
    _ route: Route
  ) -> JSON.Member {
    var content = [JSON.Member(key: "application/json", value: ["schema": schema])]
    content += route.formats.dropFirst().map {
      JSON.Member(key: $0.type, value: ["schema": ["type": "string"]])
    }
    var members = [
      JSON.Member(key: "description", value: .string(description)),
      JSON.Member(key: "content", value: .object(content)),
    ]
    if case .job = route.result { members.append(JSON.Member(key: "headers", value: jobHeaders)) }
    let links = links(of: route)
    if !links.isEmpty { members.append(JSON.Member(key: "links", value: .object(links))) }
    return JSON.Member(key: status, value: .object(members))
  }

  private static let recorded = JSON.Member(
    key: "200",
    value: [
      "description": "The log has the operation of the same request already.",
      "content": [
        "application/json": [
          "schema": RowSchema(stringLiteral: "operation:integer kind").json
        ]
      ],
    ]
  )

  private static let jobHeaders: JSON = [
    "Location": ["description": "The job.", "schema": ["type": "string"]],
    "Retry-After": ["description": "Seconds.", "schema": ["type": "string"]],
  ]

  private static let revealed: JSON = [
    "type": "object",
    "properties": [
      "items": ["type": "array", "items": RowSchema.all["listCells"]?.json ?? [:]],
      "asOf": ["type": "integer", "description": "The entry at which it was read."],
    ],
    "required": ["items", "asOf"],
    "additionalProperties": false,
  ]

  private static func list(_ row: RowSchema?) -> JSON {
    [
      "type": "object",
      "properties": [
        "items": ["type": "array", "items": row?.json ?? ["type": "object"]],
        "asOf": [
          "type": ["integer", "null"], "description": "The entry at which it was read.",
        ],
        "next": [
          "type": ["string", "null"], "description": "The address of the next part.",
        ],
      ],
      "required": ["items", "asOf", "next"],
      "additionalProperties": false,
    ]
  }

  static func reference(_ name: String) -> JSON {
    ["$ref": .string("#/components/schemas/\(name)")]
  }

  private static let problem: JSON = [
    "type": "object",
    "properties": [
      "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
      "name": ["type": "string", "description": "The stable name of the error."],
      "detail": ["type": "string"], "instance": ["type": "string"],
      "requestId": ["type": "string"],
      "exit": ["type": "integer", "description": "The exit code of the command line for it."],
    ],
    "required": ["type", "title", "status", "name", "detail", "instance", "requestId"],
  ]

  private static let job = RowSchema.all["job"].map(\.json) ?? [:]
}

extension Route {
  /// Whether its parameters are in a body.
  fileprivate var hasBody: Bool { if case .job = result { true } else { isReveal } }

  fileprivate var isDocument: Bool { if case .document = result { true } else { false } }
}
