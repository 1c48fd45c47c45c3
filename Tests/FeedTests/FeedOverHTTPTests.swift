import Access
import AsyncHTTPClient
import Feed
import Ledger
import LedgerHistory
import NIOHTTP1
@testable import PublicAPI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

/// The feed over real HTTP: pages, waits and streams.
@Suite struct FeedOverHTTPTests {
  private func events(_ text: String) throws -> [JSON] {
    try JSON(parsing: Array(text.utf8)).elements ?? []
  }

  private func ids(_ events: [JSON]) -> [String] { events.compactMap { $0["id"]?.text } }

  @Test func `a page says how far it looked, and the next one begins there`() async throws {
    try await FeedServer.with { server in
      try await server.bench.live()
      let end = try server.bench.ledger.lastEntry()
      var position = "0"
      var read: [JSON] = []
      repeat {
        let page = try await server.get("/feed?after=\(position)&limit=5")
        #expect(page.status == 200, "\(page.text)")
        #expect(page.headers["Content-Type"] == ["application/cloudevents-batch+json"])
        position = page.headers["Rollbook-Position"].first ?? ""
        read += try events(page.text)
      } while position != end.description
      let whole = try server.bench.feed.page(FeedQuery(limit: 1000)).events.map(\.json)
      #expect(read == whole)
      let nothing = try await server.get("/feed?after=\(end)&kinds=changed,token")
      #expect(nothing.text == "[]")
      #expect(nothing.headers["ETag"].isEmpty)
    }
  }

  @Test func `a page behind the end has a tag that an erasure changes`() async throws {
    try await FeedServer.with { server in
      try await server.bench.fetch([("u1", [("name", "甲")])])
      try await server.bench.fetch([("u2", [("name", "乙")])])
      let path = "/feed?after=0&limit=2&values=true"
      let first = try await server.get(path)
      let tag = try #require(first.headers["ETag"].first)
      #expect(first.headers["Cache-Control"] == ["private, no-cache"])
      let again = try await server.get(path, ("If-None-Match", "\"x\", \(tag)"))
      #expect(again.status == 304)
      #expect(again.text.isEmpty)
      #expect(again.headers["Rollbook-Position"] == first.headers["Rollbook-Position"])
      try await server.bench.erase("u1")
      let later = try await server.get(path, ("If-None-Match", tag))
      #expect(later.status == 200)
      #expect(try ids(events(later.text)) == ids(events(first.text)))
      #expect(!later.text.contains("甲"))
    }
  }

  @Test(arguments: [
    ("/feed?after=-1", 400), ("/feed?after=01", 400), ("/feed?after=9", 404),
    ("/feed?limit=1001", 400), ("/feed?kinds=none", 400), ("/feed?kinds=", 400),
    ("/feed?wait=soon", 400), ("/feed?wait=1s&timeout=1", 422), ("/feed?lastEventId=x", 422),
    ("/feed?lastEventId=00/1", 422), ("/feed?after=1&lastEventId=1", 422), ("/feed?x=1", 400),
    ("/feed?lastEventId=1.1", 404), ("/feed/stream?limit=1", 400), ("/feed/stream?after=9", 404),
    ("/feed/other", 404),
  ])
  func `what cannot be meant is refused`(path: String, status: Int) async throws {
    try await FeedServer.with { server in
      let response = try await server.get(path)
      #expect(response.status == status, "\(response.text)")
      #expect(response.headers["Content-Type"] == ["application/problem+json"])
    }
  }

  @Test func `a place is named as http-feeds names it, too`() async throws {
    try await FeedServer.with { server in
      try await server.bench.fetch([("u1", [("mobile", "1"), ("name", "甲")])])
      let all = try await ids(events(server.get("/feed").text))
      for (index, id) in all.enumerated() {
        let rest = try await server.get("/feed?lastEventId=\(id)")
        #expect(try ids(events(rest.text)) == Array(all.dropFirst(index + 1)))
      }
      let nothing = try await server.get("/feed?lastEventId=\(all.last ?? "")&timeout=5000")
      #expect(nothing.text == "[]")
    }
  }

  @Test func `values and the feed itself need their rights`() async throws {
    try await FeedServer.with { server in
      server.permissions.set([.feed])
      let thin = try await server.get("/feed").status
      #expect(thin == 200)
      for path in ["/feed?values=true", "/feed/stream?values=true"] {
        let status = try await server.get(path).status
        #expect(status == 403)
      }
      server.permissions.set([.readPeople])
      let refused = try await server.get("/feed").status
      #expect(refused == 403)
    }
  }

  @Test func `a request that waits is answered when something is recorded`() async throws {
    try await FeedServer.with(RealTimekeeper()) { server in
      async let reply = server.get("/feed?after=0&wait=60s&kinds=changed")
      try await server.hasFollowers(1)
      try await server.bench.list(["u1"])
      try await server.bench.fetch([("u1", [("name", "甲")])])
      let page = try await reply
      #expect(try events(page.text).count == 1, "\(page.text)")
      #expect(server.handler.feed.followers == 0)
    }
  }

  @Test func `a request that waits in vain says how far it looked`() async throws {
    try await FeedServer.with { server in
      try await server.bench.fetch([("u1", [("name", "甲")])])
      let page = try await server.get("/feed?kinds=token&wait=30s")
      #expect(page.text == "[]")
      let end = try server.bench.ledger.lastEntry()
      #expect(page.headers["Rollbook-Position"] == [end.description])
    }
  }

  @Test func `lines come with a heartbeat that says how far the feed looked`() async throws {
    try await FeedServer.with { server in
      try await server.bench.fetch([("u1", [("name", "甲")])])
      let end = try server.bench.ledger.lastEntry()
      let response = try await server.open("/feed", ("Accept", "application/x-ndjson"))
      var lines = BodyLines(response)
      #expect(try await lines.next() == #"{"position":0}"#)
      let whole = try server.bench.feed.page(FeedQuery()).events
      for event in whole { #expect(try await lines.next() == event.json.compact) }
      for _ in 0..<3 { #expect(try await lines.next() == #"{"position":\#(end)}"#) }
      server.permissions.set([])
      await #expect(throws: (any Error).self) { while try await lines.next() != nil {} }
      try await server.hasFollowers(0)
    }
  }

  @Test func `server-sent events have the place after each, and go on from it`() async throws {
    try await FeedServer.with { server in
      try await server.bench.fetch([("u1", [("mobile", "1"), ("name", "甲")])])
      let whole = try server.bench.feed.page(FeedQuery()).events
      #expect(whole.map(\.position.description) == ["1", "2.1", "2", "3"])
      for skipped in 0..<whole.count {
        let place = skipped == 0 ? "0" : whole[skipped - 1].position.description
        let response = try await server.open("/feed/stream?after=3", ("Last-Event-ID", place))
        #expect(response.headers["Content-Type"] == ["text/event-stream"])
        var lines = BodyLines(response)
        #expect(try await lines.next() == "retry: 2000")
        #expect(try await lines.next()?.isEmpty == true)
        for event in whole.dropFirst(skipped) {
          #expect(try await lines.next() == "id: \(event.position)")
          #expect(try await lines.next() == "data: \(event.json.compact)")
          #expect(try await lines.next()?.isEmpty == true)
        }
        #expect(try await lines.next() == ": waiting")
        #expect(try await lines.next() == "id: 3")
      }
    }
  }

  @Test(arguments: ["/feed/stream", "/feed", "/feed?wait=60s"])
  func `what follows the feed ends within a second of its client's going`(path: String) async throws
  {
    try await FeedServer.with(RealTimekeeper()) { server in
      let accept = path == "/feed" ? "application/x-ndjson" : "*/*"
      let isPrompt = try await endsWithinASecond {
        let client = Task { _ = try await server.get(path, ("Accept", accept)) }
        try await server.hasFollowers(1)
        client.cancel()
        return try await server.hasFollowers(0)
      }
      #expect(isPrompt)
    }
  }

  @Test(arguments: ["/feed/stream", "/feed", "/feed?wait=60s"])
  func `what follows the feed ends within a second of the service's stop`(path: String) async throws
  {
    let isPrompt = try await endsWithinASecond {
      var time = Duration.zero
      try await FeedServer.with(RealTimekeeper()) { server in
        let accept = path == "/feed" ? "application/x-ndjson" : "*/*"
        async let whole = server.get(path, ("Accept", accept))
        try await server.hasFollowers(1)
        let start = ContinuousClock.now
        await server.handler.close()
        try await server.hasFollowers(0)
        time = ContinuousClock.now - start
        let reply = try await whole
        #expect(reply.status == 200)
      }
      return time
    }
    #expect(isPrompt)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `a follower that is killed at random moments has each event once`(seed: UInt64) async throws
  {
    try await FeedServer.with(RealTimekeeper()) { server in
      let bench = server.bench
      var random = Seeded(seed)
      let writing = Task {
        var random = Seeded(seed &+ 1000)
        for _ in 0..<20 {
          let users = (0..<4).filter { _ in Bool.random(using: &random) }
          try await bench.fetch(
            users.map { FeedBench.name("u\($0)", Int.random(in: 0..<9, using: &random)) }
          )
          try await Task.sleep(for: .milliseconds(5))
        }
        try await bench.erase("u1")
      }
      var state = Follower()
      var lives = 0
      while true {
        let isWritten = lives > 8
        if isWritten { try await writing.value }
        let end = try bench.ledger.lastEntry()
        if isWritten, state.position == end.description { break }
        try await state.live(server, events: Int.random(in: 0...12, using: &random), lives % 3)
        lives += 1
      }
      let whole = try bench.feed.page(FeedQuery(limit: 1000)).events.map(\.json)
      #expect(state.ids == ids(whole), "seed \(seed)")
    }
  }
}

/// A follower that keeps each event together with the place after it.
private struct Follower {
  var ids: [String] = []
  var position = "0"

  /// Follows until it has had a number of events, and is killed then.
  mutating func live(_ server: FeedServer, events: Int, _ way: Int) async throws {
    switch way {
    case 0:
      let page = try await server.get("/feed?lastEventId=\(position)&limit=\(max(1, events))")
      for event in try JSON(parsing: Array(page.text.utf8)).elements ?? [] { keep(event) }
      position = page.headers["Rollbook-Position"].first ?? position
    case 1:
      let response = try await server.open(
        "/feed?lastEventId=\(position)",
        ("Accept", "application/x-ndjson")
      )
      var lines = BodyLines(response)
      for _ in 0..<events {
        guard let line = try await lines.next() else { break }
        let json = try JSON(parsing: Array(line.utf8))
        if json["id"] != nil { keep(json) }
        if server.isAt(position) { break }
      }
    default:
      let response = try await server.open("/feed/stream", ("Last-Event-ID", position))
      var lines = BodyLines(response)
      var place = position
      for _ in 0..<(3 * events) {
        if server.isAt(position) { break }
        guard let line = try await lines.next() else { break }
        if line.hasPrefix("id: ") { place = String(line.dropFirst(4)) }
        guard line.hasPrefix("data: ") else { continue }
        ids.append(try JSON(parsing: Array(line.utf8.dropFirst(6)))["id"]?.text ?? "")
        position = place
      }
    }
  }

  private mutating func keep(_ event: JSON) {
    let id = event["id"]?.text ?? ""
    ids.append(id)
    position = String(id.split(separator: "/").last ?? "")
  }
}

extension FeedServer {
  /// Whether a place is the end of the log, so that no event may come for a while.
  fileprivate func isAt(_ position: String) -> Bool {
    (try? bench.ledger.lastEntry().description) == position
  }
}
