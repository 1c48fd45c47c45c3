@testable import PublicAPI
import Testing
import VerbatimJSON
import WebServer

/// The table of the routes, and the document that is made from it.
@Suite struct OpenAPITests {
  @Test func `each route has a name of its own`() {
    let names = Routes.all.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func `each parameter in a path is one of its route`() {
    for route in Routes.all {
      #expect(Set(route.pathNames).isSubset(of: route.parameters.map(\.name)), "\(route.name)")
      let names = route.parameters.map(\.name)
      #expect(Set(names).count == names.count, "\(route.name) names one twice")
    }
  }

  @Test func `each list and each document says what its objects have`() {
    for route in Routes.all {
      switch route.result {
      case .list, .document: #expect(RowSchema.all[route.name] != nil, "\(route.name)")
      default: break
      }
    }
  }

  @Test func `the document has each route once, with its parameters`() throws {
    let document = OpenAPI.document(version: "1.2.3")
    #expect(document["openapi"] == "3.1.0")
    for route in Routes.published {
      let path = "/" + route.path.segments.joined(separator: "/")
      let operation = try #require(document["paths"]?[path]?[route.method.lowercased()])
      #expect(operation["operationId"] == .string(route.name))
      let parameters = operation["parameters"]?.elements?.compactMap { $0["name"]?.text } ?? []
      #expect(Set(route.pathNames).isSubset(of: parameters))
    }
    #expect(document["paths"]?["/me/record"] == nil)
  }

  @Test func `the feed is described with the forms in which it comes`() throws {
    let document = OpenAPI.document(version: "1.2.3")
    let page = document["paths"]?["/feed"]?["get"]
    let content = page?["responses"]?["200"]?["content"]
    let event = content?["application/cloudevents-batch+json"]?["schema"]?["items"]
    #expect(event?["properties"]?["specversion"] == ["type": "string"])
    #expect(content?["application/x-ndjson"] != nil)
    let kinds = page?["parameters"]?.elements?.first { $0["name"] == "kinds" }
    #expect(kinds?["schema"]?["items"]?["enum"]?.elements?.contains("changed") == true)
    let stream = document["paths"]?["/feed/stream"]?["get"]?["responses"]?["200"]?["content"]
    let one = stream?["text/event-stream"]?["schema"]
    #expect(one?["required"]?.elements?.compactMap(\.text) == ["id", "data"])
  }

  @Test(arguments: [
    ("listReports", [400, 401, 403, 410, 421, 422, 429, 500, 503]),
    ("listPeople", [400, 401, 403, 404, 410, 421, 422, 429, 500, 503]),
    ("readHistory", [400, 401, 403, 404, 409, 410, 421, 422, 429, 500, 503]),
    ("readStatus", [400, 401, 403, 421, 429, 500, 503]),
    ("readBatch", [400, 401, 403, 404, 421, 422, 429, 500, 503]),
    ("readEvidence", [400, 401, 403, 404, 409, 410, 421, 422, 429, 500, 503]),
    ("listJobs", [400, 401, 403, 421, 422, 429, 500, 503]),
    ("push", [400, 401, 403, 408, 409, 413, 415, 421, 429, 500, 503]),
    ("readPublicKey", [400, 401, 404, 421, 429, 500, 503]),
    ("readJob", [400, 401, 403, 404, 421, 429, 500, 503]),
    ("readFeed", [400, 401, 403, 404, 421, 422, 429, 500, 503]),
    ("readOpenAPI", [400, 401, 421, 429, 500, 503]),
  ])
  func `a route has the problems that it can give, and no others`(name: String, statuses: [Int])
    throws
  {
    let route = try #require(Routes.all.first { $0.name == name })
    #expect(OpenAPI.problems(of: route).compactMap { Int($0.key) } == statuses)
  }

  @Test func `a route that shows people takes the headers that are recorded, and no other does`()
    throws
  {
    let document = OpenAPI.document(version: "1.2.3")
    for route in Routes.published {
      let path = "/" + route.path.segments.joined(separator: "/")
      let operation = document["paths"]?[path]?[route.method.lowercased()]
      let names = operation?["parameters"]?.elements?.compactMap { $0["name"]?.text } ?? []
      let taken = Set(names).intersection(["On-Behalf-Of", "Rollbook-Purpose"])
      #expect(taken.count == (route.showsPeople ? 2 : 0), "\(route.name)")
    }
  }

  @Test func `the form of these headers is UTF-8 in percent-encoding`() throws {
    let form = try Regex("^(\(Showing.encoded))+$")
    for text in ["a", "audit%202026", "%E7%8E%8B", "%f0%9f%98%80", "%C3%A9~", "%01"] {
      #expect(text.wholeMatch(of: form) != nil, "\(text)")
    }
    for text in ["", "%", "%4", "%zz", "a b", "%00", "%E7%8E", "%C0%80", "%ED%A0%80", "王", "%FF"] {
      #expect(text.wholeMatch(of: form) == nil, "\(text)")
    }
  }

  @Test func `what begins a job, and each list of what has a path, leads there`() throws {
    let targets = { (name: String) in
      let route = try #require(Routes.all.first { $0.name == name })
      return Set(OpenAPI.links(of: route).map(\.key))
    }
    #expect(try targets("push") == ["readJob", "stopJob"])
    #expect(
      try targets("listPeople") == [
        "readPerson", "readHistory", "readBlame", "listPersonAccesses",
      ]
    )
    #expect(try targets("listBatches").isSuperset(of: ["readBatch", "rollBack", "settle"]))
    #expect(try targets("readFeed") == ["readFeed", "streamFeed"])
    #expect(try targets("listCells") == [])
  }

  @Test func `a schema of rows is written in words`() {
    let schema: RowSchema = "user person? since:time entry:integer?*"
    #expect(
      schema.json == [
        "type": "object",
        "properties": [
          "user": ["type": "string"], "person": ["type": ["string", "null"]],
          "since": ["type": "string", "format": "date-time"],
          "entry": ["type": ["integer", "null"]],
        ],
        "required": ["user", "person", "since"],
      ]
    )
  }

  @Test func `a cursor is read as it was written, and nothing else is one`() throws {
    let cursor = ListCursor(after: ["u\u{301}", "a,b", "0"], erasure: 7)
    #expect(try ListCursor(cursor.text) == cursor)
    for text in ["", "x", "WzBd", "e30", "!!!"] {
      #expect(throws: (any Error).self) { try ListCursor(text) }
    }
  }
}
