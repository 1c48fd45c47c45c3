import AsyncHTTPClient
import Feed
import Foundation
import Ledger
import LedgerHistory
import NIOCore
import NIOHTTP1
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON
import Webhooks

/// The feed of a real ledger: as messages of a webhook, and beside commands of the service.
@Suite struct FeedMessagesTests {
  /// A ledger of a small company after a fetch, a push and a second fetch.
  private func recorded(_ body: (Stage, Ledger, String) async throws -> Void) async throws {
    var stage = try Stage()
    let server = try await SandboxServer.start(
      company: Company(seed: 5, people: 8),
      timekeeper: stage.timekeeper
    )
    try await server.whileRunning { server in
      for (name, value) in SandboxOffer.variables(of: server) { stage.environment[name] = value }
      _ = await stage.run("init")
      _ = await stage.run("fetch", "--reason", "first")
      let people = await stage.run("people", "--format", "json")
      let user = try JSON(parsing: Array(people.result.utf8)).elements?.first?["user"]?.text ?? ""
      try stage.write("userid,sys02-address\n\(user),新街 9 号\n", to: "m.csv")
      let words = ["push", "m.csv", "--to", "dingtalk", "--reason", "r", "--read-after", "0s"]
      let pushed = await stage.run(words + ["--yes"])
      #expect(pushed.status == .done, "\(pushed.notes)")
      await server.withCompany { _ = $0.advanceDay(20) }
      _ = await stage.run("fetch", "--reason", "second")
      try await body(stage, Ledger.open(at: stage.folder.path("rollbook.sqlite")), user)
    }
  }

  private func messages(_ source: FeedMessages) async throws -> [WebhookMessage] {
    var messages: [WebhookMessage] = []
    while let next = try await source.next(after: messages.last?.position ?? 0) {
      messages.append(next)
    }
    return messages
  }

  private func ids(_ messages: [WebhookMessage]) throws -> [String] {
    try messages.flatMap { message in
      try JSON(parsing: message.body).elements?.compactMap { $0["id"]?.text } ?? []
    }
  }

  @Test func `messages are the feed, at most a hundred events each, the same after a restart`()
    async throws
  {
    try await recorded { _, ledger, _ in
      let feed = try Feed(of: ledger, source: "https://rollbook.example.cn")
      let first = try await messages(FeedMessages(of: feed, FeedQuery()))
      #expect(first.count > 10)
      #expect(first.map(\.position) == first.map(\.position).sorted())
      #expect(Set(first.map(\.id)).count == first.count)
      for message in first {
        #expect(try JSON(parsing: message.body).elements?.count ?? 0 <= 100)
      }
      var query = FeedQuery(limit: 1000)
      var whole: [String] = []
      while true {
        let page = try feed.page(query)
        whole += page.events.compactMap { $0.json["id"]?.text }
        query.after = FeedPosition(page.position)
        if page.isAtEnd { break }
      }
      #expect(try ids(first) == whole)
      #expect(whole.count > 500)
      for (before, message) in zip(first, first.dropFirst()) {
        let again = try await FeedMessages(of: feed, FeedQuery()).next(after: before.position)
        #expect(again == message)
      }
    }
  }

  @Test func `messages of a filter that finds nothing do not look at the same entries again`()
    async throws
  {
    try await recorded { stage, ledger, _ in
      let feed = try Feed(of: ledger, source: "s")
      var query = FeedQuery(kinds: [.token])
      query.reach = 3
      let source = FeedMessages(of: feed, query)
      let none = try await source.next(after: 0)
      #expect(none == nil)
      #expect(source.looked(after: 0) == (try ledger.lastEntry()))
      _ = await stage.run("token", "create", "--role", "client")
      let found = try await source.next(after: 0)
      #expect(found.map { Int64($0.position) } == (try ledger.lastEntry().rawValue - 1))
      #expect(try ids([#require(found)]).count == 1)
    }
  }

  @Test func `an erasure leaves the messages where they were, without the values`() async throws {
    try await recorded { stage, ledger, user in
      let feed = try Feed(of: ledger, source: "s")
      let query = FeedQuery(kinds: [.changed, .person], values: .everything)
      let before = try await messages(FeedMessages(of: feed, query))
      #expect(before.contains { String(decoding: $0.body, as: UTF8.self).contains("新街 9 号") })
      let erased = await stage.run("erase", user, "--reason", "request", "--yes")
      #expect(erased.status == .done, "\(erased.notes)")
      let after = try await messages(FeedMessages(of: feed, query))
      #expect(Array(after.map(\.id).prefix(before.count)) == before.map(\.id))
      #expect(after.count == before.count + 1)
      let text = after.map { String(decoding: $0.body, as: UTF8.self) }.joined()
      #expect(!text.contains("新街 9 号"))
      #expect(!text.contains("\"user\":\"\(user)\""))
      #expect(text.contains("cn.rollbook.person.erased.v1"))
    }
  }

  @Test func `a service that stops ends its streams, and events of others arrive in them`()
    async throws
  {
    let isPrompt = try await endsWithinASecond {
      var time = Duration.zero
      try await recorded { stage, ledger, user in
        let interruption = Interruption(listensToSignals: false)
        let sink = MemorySink()
        let ended = Task {
          await stage.run(
            ["serve", "--listen", "127.0.0.1:0", "--format", "json"],
            interruption: interruption,
            result: sink
          )
        }
        while !sink.text.hasSuffix("\n") { try await Task.sleep(for: .milliseconds(10)) }
        let end = try ledger.lastEntry()
        let socket = try JSON(parsing: Array(sink.text.utf8))["socket"]?.text ?? ""
        let arrived = MemorySink()
        let stream = Task { try await follow(socket, after: end, into: arrived) }
        try await arrived.has("retry: 2000")
        let held = await stage.run("hold", user, "--reason", "case")
        #expect(held.status == .done, "\(held.notes)")
        try await arrived.has("cn.rollbook.person.held.v1")
        let began = ContinuousClock.now
        interruption.happen(.terminate)
        try await stream.value
        time = ContinuousClock.now - began
        #expect(await ended.value.status == .done)
      }
      return time
    }
    #expect(isPrompt)
  }

  /// Follows the people of a service until it ends the stream.
  private func follow(_ socket: String, after entry: EntryID, into sink: MemorySink) async throws {
    let uri = "/api/v1/feed/stream?after=\(entry)&kinds=person"
    let url = URL(httpURLWithSocketPath: socket, uri: uri)?.absoluteString ?? ""
    let client = HTTPClient()
    var request = HTTPClientRequest(url: url)
    request.headers.add(name: "Host", value: "localhost")
    do {
      let response = try await client.execute(request, timeout: .seconds(60))
      for try await chunk in response.body { sink.write(String(buffer: chunk)) }
    } catch {
      try await client.shutdown()
      throw error
    }
    try await client.shutdown()
  }
}

extension MemorySink {
  /// Waits until a text was written.
  fileprivate func has(_ text: String) async throws {
    for _ in 0..<6000 where !self.text.contains(text) {
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(self.text.contains(text))
  }
}
