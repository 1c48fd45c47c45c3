import AsyncHTTPClient
import Foundation
import NIOHTTP1
import RemoteAPI
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Synchronization
import Testing
import VerbatimJSON
import WebServer

/// The service over real HTTP, beside the simulated systems.
@Suite struct ServingTests {
  /// The rows that a command prints as JSON.
  private func rows(_ stage: Stage, _ words: String...) async throws -> [JSON] {
    let run = await stage.run(words + ["--format", "json"])
    #expect(run.status == .done, "\(words): \(run.notes)")
    return try JSON(parsing: Array(run.result.utf8)).elements ?? []
  }

  @Test func `a list has the objects that the command prints, in parts of any size`() async throws {
    try await RunningService.serving(classes: "open,private,sensitive") { service, _ in
      let stage = service.stage
      let end = try await service.get("/api/v1/people?limit=1")["asOf"]?.integer ?? 0
      let pairs: [(String, [String])] = [
        ("/api/v1/people?", ["people"]),
        ("/api/v1/cells?", ["roster", "--as-of", "entry:\(end)"]),
        ("/api/v1/entries?as-of=entry:\(end)&", ["log", "--as-of", "entry:\(end)"]),
        ("/api/v1/operations?", ["operations"]),
        ("/api/v1/changes?", ["changes"]), ("/api/v1/links?", ["links"]),
        ("/api/v1/reports?", ["report"]),
        ("/api/v1/diff?from=entry:1&to=now&", ["diff", "entry:1", "now"]),
      ]
      for (path, words) in pairs {
        let run = await stage.run(words + ["--format", "json"])
        let printed = try JSON(parsing: Array(run.result.utf8)).elements ?? []
        for limit in [3, 100, 1000] where limit > 50 || printed.count < 30 {
          let items = try await service.all("\(path)limit=\(limit)")
          #expect(items == printed, "\(path) in parts of \(limit)")
        }
      }
    }
  }

  @Test func `objects have the members and the types that the document names`() async throws {
    try await RunningService.serving { service, sandbox in
      await sandbox.withCompany { _ = $0.advanceDay(20) }
      _ = await service.stage.run("fetch", "--reason", "again")
      let user = try await service.get("/api/v1/people?limit=1")["items"]?.elements?[0]["user"]?
        .text
      let document = try await service.get("/api/v1/openapi.json")
      for (path, template) in [
        ("people", "people"), ("people/dingtalk/\(user ?? "")", "people/{system}/{user}"),
        ("people/dingtalk/\(user ?? "")/history", "people/{system}/{user}/history"),
        ("people/dingtalk/\(user ?? "")/history?by-item=true", "people/{system}/{user}/history"),
        ("people/dingtalk/\(user ?? "")/blame", "people/{system}/{user}/blame"), ("cells", "cells"),
        ("changes", "changes"), ("diff?from=entry:2&to=now", "diff"), ("drift", "drift"),
        ("links", "links"), ("proof/key", "proof/key"), ("reports", "reports"),
        ("entries", "entries"), ("events", "events"),
        ("entries/2", "entries/{entry}"), ("operations/1", "operations/{operation}"),
        ("operations", "operations"), ("status", "status"), ("stats", "stats"),
      ] {
        let response = try await service.get("/api/v1/\(path)")
        let get = document["paths"]?["/\(template)"]?["get"]
        let schema = get?["responses"]?["200"]?["content"]?["application/json"]?["schema"]
        let row = schema?["properties"]?["items"]?["items"] ?? schema
        let items = response["items"]?.elements ?? [response]
        #expect(!items.isEmpty, "\(path)")
        for item in items { #expect(mismatch(item, row) == nil, "\(path)") }
      }
    }
  }

  /// What an object has that its schema does not say, or lacks.
  private func mismatch(_ object: JSON, _ schema: JSON?) -> String? {
    let properties = schema?["properties"]
    for member in object.members ?? [] {
      guard let type = properties?[member.key]?["type"] else { return "\(member.key) is not named" }
      let types = type.elements?.compactMap(\.text) ?? [type.text ?? ""]
      guard types.contains(where: { isOf($0, member.value) }) else {
        return "\(member.key) is \(member.value.compact), not \(types)"
      }
    }
    let names = Set((object.members ?? []).map(\.key))
    return (schema?["required"]?.elements ?? []).compactMap(\.text).first { !names.contains($0) }
      .map { "\($0) is missing" }
  }

  private func isOf(_ type: String, _ value: JSON) -> Bool {
    switch value {
    case .null: type == "null"
    case .bool: type == "boolean"
    case .number: type == "number" || type == "integer" && value.integer != nil
    case .string: type == "string"
    case .array: type == "array"
    case .object: type == "object"
    case .unreadable: false
    }
  }

  @Test func `parts stay at the entry of the first one, whatever is recorded meanwhile`()
    async throws
  {
    try await RunningService.serving { service, sandbox in
      let before = try await service.all("/api/v1/cells?limit=1000")
      let first = try await service.get("/api/v1/cells?limit=100")
      await sandbox.withCompany { _ = $0.advanceDay(30) }
      let job = try await service.job("/api/v1/fetches", #"{"reason":"meanwhile"}"#)
      #expect(job["state"] == "done")
      var items = first["items"]?.elements ?? []
      items += try await service.all(first["next"]?.text ?? "")
      #expect(items == before)
      let after = try await service.all("/api/v1/cells?limit=1000")
      #expect(after != before)
    }
  }

  @Test func `after an erasure the next part of a list is refused`() async throws {
    try await RunningService.serving { service, _ in
      let first = try await service.get("/api/v1/cells?limit=100")
      let user = first["items"]?.elements?[0]["user"]?.text ?? ""
      let erased = await service.stage.run("erase", user, "--reason", "request", "--yes")
      #expect(erased.status == .done, "\(erased.notes)")
      let (status, _, text) = try await service.send(.GET, first["next"]?.text ?? "")
      #expect(status == 410)
      #expect(text.contains("cursorExpired"))
    }
  }

  @Test func `a response that was seen already is 304 until something is recorded`() async throws {
    try await RunningService.serving { service, _ in
      let first = try await service.send(.GET, "/api/v1/people")
      let tag = try #require(first.headers["ETag"].first)
      let again = try await service.send(.GET, "/api/v1/people", headers: [("If-None-Match", tag)])
      #expect(again.status == 304)
      #expect(again.text.isEmpty)
      _ = await service.stage.run("fetch", "--reason", "again")
      let later = try await service.send(.GET, "/api/v1/people", headers: [("If-None-Match", tag)])
      #expect(later.status == 200)
    }
  }

  @Test func `a list as CSV and as lines is whole, and says so`() async throws {
    try await RunningService.serving { service, _ in
      let end = try await service.get("/api/v1/people?limit=1")["asOf"]?.integer ?? 0
      let printed = await service.stage.run(
        "log",
        "--as-of",
        "entry:\(end)",
        "--format",
        "csv"
      )
      let csv = try await service.send(.GET, "/api/v1/entries?as-of=entry:\(end)&format=csv")
      #expect(csv.headers["Content-Type"].first == "text/csv; charset=utf-8")
      let last = csv.text.split(separator: "\r\n").last ?? ""
      #expect(csv.text == printed.result + last + "\r\n")
      let rows = printed.result.split(separator: "\r\n").count - 1
      #expect(last == "# rows: \(rows), as of entry \(csv.headers["Rollbook-Entry"].first ?? "")")
      let lines = try await service.send(
        .GET,
        "/api/v1/entries?as-of=entry:\(end)",
        headers: [("Accept", "application/x-ndjson")]
      )
      let objects = lines.text.split(separator: "\n")
      #expect(objects.count == rows + 1)
      #expect(objects.last?.contains("\"rows\":\(rows)") == true)
      let unknown = try await service.send(.GET, "/api/v1/cells?format=csv&user=nobody")
      #expect(unknown.status == 404)
    }
  }

  @Test func `a push, its rows, a repeated request, and its rollback`() async throws {
    try await RunningService.serving { service, _ in
      let user = try await service.get("/api/v1/people?limit=1")["items"]?.elements?[0]["user"]?
        .text
      let body = """
        {"to":"dingtalk","reason":"moved","readAfter":"0s",
         "file":{"name":"m.csv","text":"userid,sys02-address\\n\(user ?? ""),新街 5 号\\n"}}
        """
      let pushed = try await service.job("/api/v1/pushes", body, key: "a1")
      #expect(pushed["state"] == "done")
      let batch = pushed["result"]?["operation"]?.integer ?? 0
      let again = try await service.job("/api/v1/pushes", body, key: "a1")
      #expect(again["job"] == pushed["job"])
      let other = try await service.send(
        .POST,
        "/api/v1/fetches",
        headers: [("Idempotency-Key", "a1")],
        body: "{}"
      )
      #expect(other.status == 409)
      #expect(other.text.contains("idempotencyKeyReused"))
      let row = try await service.get("/api/v1/batches/\(batch)")["rows"]?.elements?[0]
      #expect(row?["status"] == "accepted")
      let actor = try await service.get("/api/v1/batches/\(batch)")["actor"]?.text ?? ""
      #expect(actor.hasPrefix("token "))
      let undone = try await service.job(
        "/api/v1/batches/\(batch)/rollback",
        #"{"reason":"wrong","readAfter":"0s","allowUnobserved":true}"#
      )
      #expect(undone["result"]?["parent"]?.integer == batch, "\(undone.compact)")
    }
  }

  @Test func `no token, a wrong one, a wrong role and a revoked token are refused`() async throws {
    try await RunningService.serving(role: "analyst") { service, _ in
      #expect(try await service.send(.GET, "/api/v1/people", token: "").status == 401)
      let flipped = service.token.dropLast() + (service.token.hasSuffix("a") ? "b" : "a")
      #expect(try await service.send(.GET, "/api/v1/people", token: String(flipped)).status == 401)
      #expect(try await service.send(.GET, "/api/v1/people").status == 200)
      let refused = try await service.send(.POST, "/api/v1/fetches", body: "{}")
      #expect(refused.status == 403)
      #expect(refused.text.contains("roleMissing"))
      let tokens = try await rows(service.stage, "token", "list")
      let number = tokens.first?["number"]?.integer ?? 0
      _ = await service.stage.run("token", "revoke", "\(number)", "--reason", "leaked")
      let revoked = try await service.send(.GET, "/api/v1/people")
      #expect(revoked.status == 401)
      #expect(revoked.headers["WWW-Authenticate"].first?.hasPrefix("Bearer") == true)
    }
  }

  @Test func `the calls of a job carry the trace of its request, and are counted`() async throws {
    let traces = Mutex<[String]>([])
    let configuration = WebServer.Configuration(timekeeper: SystemTimekeeper())
    let dingtalk = try await WebServer.start(at: .host("127.0.0.1", port: 0), configuration) {
      request in
      traces.withLock { $0.append(request.header("traceparent") ?? "none") }
      return WebResponse(type: "application/json", body: .bytes(Array("{}".utf8)))
    }
    try await RunningService.serving(dingtalk: "http://127.0.0.1:\(dingtalk.port)") { service, _ in
      let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
      let (status, headers, text) = try await service.send(
        .POST,
        "/api/v1/fetches",
        headers: [("traceparent", "00-\(trace)-00f067aa0ba902b7-01")]
      )
      #expect(status == 202, "\(text)")
      let place = try #require(headers["Location"].first)
      while try await service.get(place)["endedAt"]?.isNull != false {
        try await Task.sleep(for: .milliseconds(20))
      }
      let seen = traces.withLock { $0 }
      #expect(!seen.isEmpty)
      #expect(seen.allSatisfy { $0.hasPrefix("00-\(trace)-") && !$0.contains("00f067aa0ba902b7") })
      let measured = try await service.send(.GET, service.metrics + "/metrics").text
      let count = #"rollbook_upstream_calls_total{system="dingtalk",outcome="2xx"} "#
      #expect(measured.contains(count + "\(seen.count)\n"), "\(measured)")
    }
    await dingtalk.stop(within: .seconds(5))
  }

  @Test func `a keeper sees every token that was created, and none of their texts`() async throws {
    try await RunningService.serving(role: "keeper") { service, _ in
      let (status, _, text) = try await service.send(.GET, "/api/v1/tokens")
      #expect(status == 200)
      let tokens = try JSON(parsing: Array(text.utf8))["items"]?.elements ?? []
      #expect(tokens.map { $0["role"] } == ["keeper"])
      #expect(!text.contains(service.token))
    }
  }

  @Test func `a token that sends too many requests at once is told to wait, and others are not`()
    async throws
  {
    try await RunningService.serving { service, _ in
      let other = await service.stage.run("token", "create", "--role", "keeper", "--format", "json")
      let token = try JSON(parsing: Array(other.result.utf8))["token"]?.text ?? ""
      let replies = try await withThrowingTaskGroup { group in
        for _ in 0..<200 {
          group.addTask { try await service.once(.GET, "/api/v1/jobs") }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let refused = replies.filter { $0.status == 429 }
      #expect(refused.count > 0)
      #expect(replies.count { $0.status == 200 } >= 40)
      for reply in refused {
        #expect(reply.headers["Retry-After"] == ["1"])
        #expect(reply.headers["RateLimit-Policy"] == [#""requests";q=40;w=2"#])
        #expect(reply.headers["RateLimit"].first?.hasPrefix(#""requests";r=0;t="#) == true)
        let problem = try JSON(parsing: Array(reply.text.utf8))
        #expect(problem["name"] == "tooManyRequests")
      }
      #expect(try await service.once(.GET, "/api/v1/status", token: token).status == 200)
      #expect(try await service.send(.GET, "/api/v1/jobs").status == 200)
    }
  }

  @Test(.timeLimit(.minutes(5)))
  func `more commands at once than the machine has processors are all run`() async throws {
    try await RunningService.serving { service, _ in
      let stage = service.stage
      let ends = await withTaskGroup { group in
        for _ in 0..<16 {
          group.addTask {
            await stage.run("token", "create", "--role", "client", "--wait", "60s").status
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(ends == Array(repeating: .done, count: 16))
    }
  }

  @Test func `a command beside the service is run by it, and prints what it always prints`()
    async throws
  {
    try await RunningService.serving { service, _ in
      let fetched = await service.stage.run("fetch", "--reason", "beside")
      #expect(fetched.status == .done, "\(fetched.notes)")
      #expect(fetched.result.hasPrefix("operation "))
      let wrong = await service.stage.run("fetch", "--users", "nobody", "--reason", "beside")
      let operations = try await rows(service.stage, "operations")
      #expect(operations.last?["reason"] == "beside", "\(wrong.notes)")
      try service.stage.write("userid,sys02-address\nnobody,x\n", to: "bad.csv")
      let bad = await service.stage.run(
        "push",
        "bad.csv",
        "--to",
        "dingtalk",
        "--reason",
        "r",
        "--yes"
      )
      #expect(bad.status == .refused, "\(bad.notes)")
      #expect(bad.notes.contains("[planRefused]"))
      let missing = await service.stage.run(
        "push",
        "none.csv",
        "--to",
        "dingtalk",
        "--reason",
        "r",
        "--yes"
      )
      #expect(missing.notes.contains("[fileUnreadable]"))
    }
  }

  @Test func `the question of a command beside the service is asked at its own terminal`()
    async throws
  {
    try await RunningService.serving { service, _ in
      let user = try await service.get("/api/v1/people?limit=1")["items"]?.elements?[0]["user"]?
        .text
      var stage = service.stage
      try stage.write("userid,sys02-address\n\(user ?? ""),新街 9 号\n", to: "m.csv")
      let words = ["push", "m.csv", "--to", "dingtalk", "--reason", "r", "--read-after", "0s"]
      stage.answer = "n"
      let declined = await stage.run(words)
      #expect(declined.status == .refused, "\(declined.notes)")
      stage.answer = "y"
      let agreed = await stage.run(words)
      #expect(agreed.status == .done, "\(agreed.notes)")
    }
  }

  @Test func `a service that stops leaves no socket and no lock`() async throws {
    let place = Mutex<Stage?>(nil)
    try await RunningService.serving { service, _ in place.withLock { $0 = service.stage } }
    let stage = try #require(place.withLock { $0 })
    let socket = stage.folder.url.appendingPathComponent("rollbook.sqlite.sock").path
    #expect(!FileManager.default.fileExists(atPath: socket))
    let status = await stage.run("status", "--format", "json")
    #expect(try JSON(parsing: Array(status.result.utf8))["writer"]?.isNull == true)
  }
}
