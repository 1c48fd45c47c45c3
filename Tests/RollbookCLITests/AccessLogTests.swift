import Access
import Alerts
import Foundation
import GRDB
import Ledger
import NIOHTTP1
@testable import PublicAPI
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON
import WebServer

/// What the service shows about people is in the log before it is shown.
@Suite struct AccessLogTests {
  private func accesses(_ service: RunningService, _ words: String...) async throws -> [JSON] {
    let run = await service.stage.run(["accesses"] + words + ["--format", "json"])
    #expect(run.status == .done, "\(run.notes)")
    return try JSON(parsing: Array(run.result.utf8)).elements ?? []
  }

  @Test func `each route that can show people leaves an entry, and no other does`() async throws {
    try await RunningService.serving(role: "auditor") { service, _ in
      let first = try await service.get("/api/v1/people?limit=1")["items"]?.elements?[0]["user"]
      let user = first?.text ?? ""
      // An entry about one person.
      let entries = try await service.get("/api/v1/entries?user=\(user)")["items"]?.elements ?? []
      let entry = entries.first?["entry"]?.integer ?? 0
      var known = try await accesses(service).count
      for route in Routes.all where route.method == "GET" {
        guard case .own = route.result else {
          let values = [
            "system": "dingtalk", "user": user, "name": "headcount", "entry": "\(entry)",
            "operation": "1",
          ]
          var path = route.path.filled(values).joined(separator: "/")
          guard !path.contains("{") else { continue }
          if route.name == "compare" { path += "?from=entry:2&to=now" }
          let response = try await service.send(.GET, "/api/v1/\(path)")
          guard response.status == 200 else { continue }
          let now = try await accesses(service)
          let isImpersonal = route.permission == .readLog && !response.text.contains(/"user": ?"/)
          let isShown = route.showsPeople && !isImpersonal
          #expect(now.count == known + (isShown ? 1 : 0), "\(path): \(response.text.prefix(200))")
          if isShown { #expect(now.last?["what"]?.text == route.name) }
          known = now.count
          continue
        }
      }
      #expect(known > 8)
    }
  }

  @Test func `people whom an account is shown one by one are counted, and reveals by night`()
    async throws
  {
    try await RunningService.serving(role: "administrator") { service, _ in
      let people = try await service.get("/api/v1/people?limit=3")["items"]?.elements ?? []
      let users = people.compactMap { $0["user"]?.text }
      for user in users + users.prefix(1) {
        _ = try await service.get("/api/v1/people/dingtalk/\(user)")
      }
      let folder = service.stage.folder
      let kept = KeptLedger(
        settings: try Settings.gather(Settings.Flags(), environment: [:], folder: folder.url.path),
        ledger: try Ledger.open(at: folder.path("rollbook.sqlite"))
      )
      let health = try HealthReading(kept, service.stage.timekeeper).health()
      #expect(health.peopleShown == 3 && health.nightReveals == 0)
      service.stage.timekeeper.advance(by: .seconds(3601))
      let later = try HealthReading(kept, service.stage.timekeeper).health()
      #expect(later.peopleShown == 0)
    }
  }

  @Test func `each reading that can show people has a name on the pages`() throws {
    let texts = try Repository.text("Sources/Pages/Files/texts.txt")
    for route in Routes.all where route.showsPeople {
      #expect(texts.contains("\nword.\(route.name) = "), "\(route.name)")
    }
  }

  @Test func `the entry says who, by which role, for whom, for what, whom and as of when`()
    async throws
  {
    try await RunningService.serving(role: "auditor") { service, _ in
      let people = try await service.get("/api/v1/people?limit=3")["items"]?.elements ?? []
      let user = people[0]["user"]?.text ?? ""
      let headers = [("On-Behalf-Of", "%E7%8E%8B%E8%8A%B3"), ("Rollbook-Purpose", "audit%202026")]
      let path = "/api/v1/people/dingtalk/\(user)"
      let response = try await service.send(.GET, path, headers: headers)
      #expect(response.status == 200)
      let all = try await accesses(service)
      #expect(all.map { $0["people"]?.integer } == [3, 1])
      #expect(all[0]["query"]?.text == nil && all[0]["user"]?.text == nil)
      let one = all[1]
      #expect(one["what"]?.text == "readPerson" && one["role"]?.text == "auditor")
      #expect(one["actor"]?.text?.hasPrefix("token ") == true)
      #expect(one["user"]?.text == user && one["behalf"]?.text == "王芳")
      #expect(one["purpose"]?.text == "audit 2026")
      #expect(one["position"]?.integer.map(String.init) == response.headers["Rollbook-Entry"].first)
      #expect(try await accesses(service, "--user", user).count == 2)
      let listed = try await service.get("/api/v1/accesses?user=\(user)")["items"]?.elements ?? []
      #expect(listed == all, "the list has what was recorded last")
      let other = people[2]["user"]?.text ?? ""
      #expect(try await accesses(service, "--user", other).map { $0["people"]?.integer } == [3])
      let bad = try await service.send(.GET, path, headers: [("Rollbook-Purpose", "%zz")])
      #expect(bad.status == 400)
      // The head is signed within a second of the last reading.
      var verdict = Roster.ExitStatus.tailUnvouched
      while verdict == .tailUnvouched {
        verdict = await service.stage.run("verify", "--full").status
      }
      #expect(verdict == .done)
    }
  }

  @Test func `a whole list costs one entry, and looking changes nothing that is looked at`()
    async throws
  {
    try await RunningService.serving(role: "auditor") { service, _ in
      let first = try await service.send(.GET, "/api/v1/cells")
      let csv = try await service.send(.GET, "/api/v1/cells?format=csv")
      #expect(csv.status == 200)
      let all = try await accesses(service)
      #expect(all.count == 2 && all[1]["people"]?.integer == nil)
      let tag = try #require(first.headers["ETag"].first)
      let again = try await service.send(.GET, "/api/v1/cells", headers: [("If-None-Match", tag)])
      #expect(again.status == 304)
      let position = first.headers["Rollbook-Entry"].first ?? ""
      #expect(csv.headers["Rollbook-Entry"].first == position)
      // The feed has no news either, and a page without events shows no person.
      let feed = try await service.send(.GET, "/api/v1/feed?after=\(position)")
      #expect(
        feed.text == "[]" || feed.text == "[]\n" || !feed.text.contains("\"id\""),
        "\(feed.text)"
      )
      #expect(try await accesses(service).count == 2)
    }
  }

  @Test func `accesses are read from the latest on, part by part, and none twice`() async throws {
    try await RunningService.serving(role: "auditor") { service, _ in
      for number in 1...5 { _ = try await service.get("/api/v1/people?limit=\(number)") }
      let all = try await accesses(service).compactMap { $0["entry"]?.integer }
      var path = "/api/v1/accesses?latest-first=true&limit=2&as-of=entry:\(all.last ?? 0)"
      var found: [Int64] = []
      while !path.isEmpty {
        let part = try await service.get(path)
        found += part["items"]?.elements?.compactMap { $0["entry"]?.integer } ?? []
        path = part["next"]?.text ?? ""
      }
      #expect(all.count == 5 && found == all.reversed())
    }
  }

  @Test func `a plan is recorded when it is asked for, and when its result is read`() async throws {
    try await RunningService.serving { service, _ in
      let people = try await service.get("/api/v1/people?limit=1")["items"]?.elements ?? []
      let user = people.first?["user"]?.text ?? ""
      let body = """
        {"to":"dingtalk","file":{"name":"m.csv","text":"userid,sys02-address\\n\(user),新街 5 号\\n"}}
        """
      let job = try await service.job("/api/v1/plans", body)
      #expect(job["state"] == "done", "\(job.compact)")
      let readings = try await accesses(service).map { $0["what"]?.text ?? "" }
      #expect(readings == ["listPeople", "plan", "readJob"])
    }
  }

  @Test func `what cannot be recorded is not shown`() async throws {
    try await RunningService.serving(role: "auditor") { service, _ in
      let people = try await service.send(.GET, "/api/v1/people?limit=2")
      #expect(people.status == 200)
      let name = try JSON(parsing: people.text)["items"]?.elements?[0]["person"]?.text ?? "?"
      let user = try JSON(parsing: people.text)["items"]?.elements?[0]["user"]?.text ?? ""
      let evidence = "proof/evidence?user=\(user)&accesses=true&purpose=asked"
      // Nothing is signed yet of who looked, a second at most.
      while try await service.send(.GET, "/api/v1/\(evidence)").status != 200 {
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(try await accesses(service).last?["what"]?.text == "readEvidence")
      // Another program makes each append fail, as a full disk does.
      try await DatabaseQueue(path: service.stage.folder.path("rollbook.sqlite")).write {
        try $0.execute(
          sql:
            "CREATE TRIGGER no_more BEFORE INSERT ON access BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
      }
      let search = "people?q=\(PercentEncoding.text(name))"
      for path in ["people?limit=2", "people?format=csv", search, "changes", "feed", evidence] {
        let response = try await service.send(.GET, "/api/v1/\(path)")
        #expect(response.status == 503, "\(path): \(response.text)")
        #expect(response.text.contains("accessNotRecorded"), "\(response.text)")
        #expect(!response.text.contains(name))
      }
      #expect(try await service.send(.GET, "/api/v1/status").status == 200)
    }
  }
}
