import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

/// What the service answers about the log itself: as of a moment, one by one, and as evidence.
@Suite struct LogServingTests {
  private let settings = """
    people:
      - { name: 张伟, accounts: [\(NSUserName())] }
      - { name: 李娜, approves: [approver] }
    webhooks:
      - name: payroll
        url: http://127.0.0.1:9/only-the-receiver-knows
        secretFile: payroll.key
        from: 1
        allowPrivate: true
    """

  @Test func `the log is read as it was, entry by entry, in parts, and as evidence`() async throws {
    let key = "whsec_" + Data(repeating: 7, count: 32).base64EncodedString()
    let files = ["rollbook.yaml": settings, "payroll.key": key]
    try await RunningService.serving(classes: "open,private,sensitive", files: files) {
      service,
      _ in
      let people = try await service.get("/api/v1/people?limit=2")
      let users = (people["items"]?.elements ?? []).compactMap { $0["user"]?.text }
      let before = try #require(people["asOf"]?.integer)
      try await hold(service, users[1], before)
      try await propose(service, users[0], before)
      let batch = try await push(service, users[0])
      try await batches(service, batch, before)
      try await one(service, batch)
      try await probe(service, users[0])
      try await jobs(service)
      try await webhooks(service)
      try await evidence(service, users[0], batch)
    }
  }

  private func hold(_ service: RunningService, _ user: String, _ before: Int64) async throws {
    let held = try await service.job("/api/v1/holds", #"{"user":"\#(user)","reason":"case 12"}"#)
    #expect(held["state"] == "done", "\(held.compact)")
    let holds = try await service.all("/api/v1/holds")
    #expect(holds.map { $0["user"] } == [.string(user)] && holds[0]["reason"] == "case 12")
    #expect(holds[0]["actor"]?.text?.hasPrefix("token ") == true)
    #expect(try await service.all("/api/v1/holds?as-of=entry:\(before)").isEmpty)
  }

  private func propose(_ service: RunningService, _ user: String, _ before: Int64) async throws {
    for address in ["新街 6 号", "新街 7 号"] {
      try service.stage.write("userid,sys02-address\n\(user),\(address)\n", to: "m.csv")
      let words = ["push", "m.csv", "--to", "dingtalk", "--reason", "moved", "--yes", "--propose"]
      let run = await service.stage.run(words)
      #expect(run.status == .awaitsApproval, "\(run.notes)")
    }
    let proposals = try await service.all("/api/v1/proposals?limit=1")
    let numbers = proposals.compactMap { $0["proposal"]?.integer }
    #expect(numbers.count == 2 && Set(numbers).count == 2, "\(numbers)")
    let then = "as-of=before:batch:\(numbers[1])"
    #expect(try await service.all("/api/v1/proposals?\(then)").count == 1)
    #expect(try await service.all("/api/v1/proposals?as-of=entry:\(before)").isEmpty)
    #expect(try await service.get("/api/v1/proposals/\(numbers[0])?\(then)")["state"] == "awaiting")
    let early = try await service.send(.GET, "/api/v1/proposals/\(numbers[1])?\(then)")
    #expect(early.status == 404 && early.text.contains("noSuchProposal"), "\(early.text)")
  }

  private func push(_ service: RunningService, _ user: String) async throws -> Int64 {
    let body = """
      {"to":"dingtalk","reason":"moved","readAfter":"0s",
       "file":{"name":"m.csv","text":"userid,sys02-address\\n\(user),新街 5 号\\n"}}
      """
    let pushed = try await service.job("/api/v1/pushes", body)
    return try #require(pushed["result"]?["operation"]?.integer, "\(pushed.compact)")
  }

  private func batches(_ service: RunningService, _ batch: Int64, _ before: Int64) async throws {
    #expect(try await service.all("/api/v1/batches?as-of=entry:\(before)").isEmpty)
    let now = try await service.all("/api/v1/batches")
    #expect(now.map { $0["operation"]?.integer } == [batch])
    let early = try await service.send(.GET, "/api/v1/batches/\(batch)?as-of=before:batch:\(batch)")
    #expect(early.status == 404 && early.text.contains("noSuchBatch"), "\(early.text)")
    let entries = try await service.all("/api/v1/entries?operation=\(batch)")
    let intended = try #require(entries.first { $0["kind"] == "intended" }?["entry"]?.integer)
    let then = try await service.get("/api/v1/batches/\(batch)?as-of=entry:\(intended)")
    #expect(then["status"] == "running" && then["notSent"]?.integer == 1)
    #expect(then["rows"]?.elements?[0]["status"] == "notSent")
    let later = try await service.get("/api/v1/batches/\(batch)")
    #expect(later["status"] == "finished" && later["accepted"]?.integer == 1)
    let run = await service.stage.run(
      ["batch", "\(batch)", "--as-of", "entry:\(intended)", "--format", "json"]
    )
    #expect(try JSON(parsing: Array(run.result.utf8)) == then)
  }

  private func one(_ service: RunningService, _ batch: Int64) async throws {
    let operations = try await service.all("/api/v1/operations")
    let own = try #require(operations.first { $0["operation"]?.integer == batch })
    #expect(try await service.get("/api/v1/operations/\(batch)") == own)
    let entries = try await service.all("/api/v1/entries?operation=\(batch)")
    let last = try #require(entries.last?["entry"]?.integer)
    #expect(try await service.get("/api/v1/entries/\(last)") == entries.last)
    for (path, name) in [
      ("operations/\(batch)?as-of=before:batch:\(batch)", "operationUnknown"),
      ("operations/999999", "operationUnknown"), ("entries/999999", "noSuchEntry"),
      ("entries/\(last)?as-of=entry:\(last - 1)", "noSuchEntry"),
    ] {
      let refused = try await service.send(.GET, "/api/v1/\(path)")
      #expect(refused.status == 404 && refused.text.contains(name), "\(path): \(refused.text)")
    }
  }

  private func probe(_ service: RunningService, _ user: String) async throws {
    let body = #"{"user":"\#(user)","reason":"before the first push"}"#
    let probed = try await service.job("/api/v1/probes", body)
    #expect(probed["result"]?["restored"]?.boolean == true, "\(probed.compact)")
  }

  private func jobs(_ service: RunningService) async throws {
    let kinds = try await service.all("/api/v1/jobs?limit=1").map { $0["kind"]?.text }
    #expect(kinds == ["probe", "push", "hold"])
    let whole = try await service.get("/api/v1/jobs")
    #expect(whole["items"]?.elements?.count == 3 && whole["next"]?.isNull == true)
    #expect(try await service.send(.GET, "/api/v1/jobs?cursor=WzAsIngiXQ").status == 422)
    #expect(try await service.send(.GET, "/api/v1/jobs?format=csv").status == 400)
  }

  private func webhooks(_ service: RunningService) async throws {
    var text = ""
    var hook: JSON?
    // No server listens at that port.
    repeat {
      text = try await service.send(.GET, "/api/v1/webhooks").text
      hook = try JSON(parsing: Array(text.utf8))["items"]?.elements?.first
    } while hook?["state"] == "delivering"
    #expect(hook?["name"] == "payroll" && hook?["server"] == "http://127.0.0.1:9")
    #expect(hook?["state"] == "failing" && hook?["position"]?.integer == 1, "\(text)")
    #expect(hook?["status"]?.isNull == true && hook?["error"]?.text != nil)
    #expect(!text.contains("only-the-receiver-knows") && !text.contains("whsec"))
  }

  private func evidence(_ service: RunningService, _ user: String, _ batch: Int64) async throws {
    let path = "/api/v1/proof/evidence"
    let refused = try await service.send(.GET, "\(path)?batch=\(batch)")
    #expect(refused.status == 403)
    let created = await service.stage.run(
      ["token", "create", "--role", "auditor", "--format", "json"]
    )
    let auditor = try JSON(parsing: Array(created.result.utf8))["token"]?.text ?? ""
    let purpose = "purpose=annual%20audit"
    let several = try await service.send(.GET, "\(path)?batch=1&entry=1&\(purpose)", token: auditor)
    #expect(several.status == 422, "\(several.text)")
    let log = try await service.get("/api/v1/proof/key")["publicKey"]?.text ?? ""
    let tar = try #require(ChildProcess.installed("tar"))
    let folder = service.stage.folder.url
    for query in ["user=\(user)&field=sys02-address", "batch=\(batch)&with-operation=true"] {
      let silent = try await service.send(.GET, "\(path)?\(query)", token: auditor)
      #expect(silent.status == 422 && !silent.text.contains("新街"), "\(silent.text)")
      let url = "\(service.url)\(path)?\(query)&\(purpose)"
      var request = HTTPClientRequest(url: url)
      request.headers.add(name: "Authorization", value: "Bearer \(auditor)")
      let response = try await service.client.execute(request, timeout: .seconds(30))
      #expect(response.status == .ok && response.headers["Content-Type"] == ["application/x-tar"])
      let bytes = try await response.body.collect(upTo: 1 << 24)
      try Data(bytes.readableBytesView).write(to: folder.appendingPathComponent("evidence.tar"))
      let unpacked = try await ChildProcess.run(tar, ["xf", "evidence.tar"], in: folder)
      #expect(unpacked.status == 0 && unpacked.errors.isEmpty, "\(unpacked.text)")
      let verified = await service.stage.run(
        ["verify-bundle", "evidence", "--key", log, "--format", "json"]
      )
      #expect(verified.status == .done, "\(query): \(verified.notes)")
      #expect(verified.result.contains("新街 5 号"), "\(verified.result)")
      try FileManager.default.removeItem(at: folder.appendingPathComponent("evidence"))
    }
    let run = await service.stage.run(["accesses", "--format", "json"])
    let readings = try JSON(parsing: Array(run.result.utf8)).elements ?? []
    let shown = readings.filter { $0["what"] == "readEvidence" }
    #expect(shown.map { $0["user"]?.text } == [user, nil])
    #expect(shown.allSatisfy { $0["purpose"] == "annual audit" })
  }
}
