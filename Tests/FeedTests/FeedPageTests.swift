import Feed
import Ledger
import LedgerHistory
import LedgerStorage
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

/// The pages of the feed, as a follower reads them.
@Suite struct FeedPageTests {
  /// All events of a query, page by page, and the positions of the pages.
  private func all(_ feed: Feed, _ query: FeedQuery = FeedQuery()) throws -> (
    events: [FeedEvent], positions: [EntryID]
  ) {
    var query = query
    var events: [FeedEvent] = []
    var positions: [EntryID] = []
    while true {
      let page = try feed.page(query)
      events += page.events
      positions.append(page.position)
      query.after = FeedPosition(page.position)
      if page.isAtEnd { return (events, positions) }
    }
  }

  private func id(_ event: FeedEvent) -> String { event.json["id"]?.text ?? "" }

  @Test func `the events of a short history are those that were reviewed`() async throws {
    let bench = try FeedBench()
    try await bench.live()
    var query = FeedQuery(values: .everything)
    let events = try all(bench.feed, query).events
    let text = events.map { $0.json.compact + "\n" }.joined()
    let difference = Golden.difference(text, "events.ndjson")
    #expect(difference == nil, "\(difference ?? "")")
    let types = Set(events.compactMap { $0.json["type"]?.text })
    #expect(types.count == 29, "\(types.sorted())")
    // Together, the kinds are everything, and none has an event of another one.
    var parts = 0
    for kind in FeedKind.allCases {
      query.kinds = [kind]
      let part = try all(bench.feed, query).events
      #expect(!part.isEmpty, "\(kind)")
      #expect(Set(part).isSubset(of: events))
      parts += part.count
    }
    #expect(parts == events.count)
  }

  @Test func `values come only if they are asked for, and none after an erasure`() async throws {
    let bench = try FeedBench()
    try await bench.fetch([("u1", [("mobile", "1390000"), ("name", "甲")])])
    let thin = try all(bench.feed).events
    #expect(!thin.contains { $0.json.compact.contains("1390000") })
    let full = try all(bench.feed, FeedQuery(values: .everything)).events
    #expect(full.filter { $0.json.compact.contains("\"value\":\"1390000\"") }.count == 1)
    #expect(full.map(id) == thin.map(id))
    try await bench.erase("u1")
    let later = try all(bench.feed, FeedQuery(values: .everything)).events
    #expect(later.prefix(full.count).map(id) == full.map(id))
    #expect(later.prefix(full.count).map(\.position) == full.map(\.position))
    #expect(!later.contains { $0.json.compact.contains("1390000") })
    let cells = later.filter { $0.json["type"] == "cn.rollbook.cell.changed.v1" }
    #expect(cells.count == 2)
    #expect(cells.allSatisfy { $0.json["data"]?["erased"] == true })
    #expect(cells.allSatisfy { $0.json["data"]?["value"] == nil })
    // The number in the earlier events is the one that the erasure names.
    let forgotten = later.first { $0.json["type"] == "cn.rollbook.person.erased.v1" }
    #expect(forgotten?.json["data"]?["userNumber"] != nil)
    #expect(forgotten?.json["data"]?["userNumber"] == thin[1].json["data"]?["userNumber"])
  }

  @Test func `a filter that finds nothing advances`() async throws {
    let bench = try FeedBench()
    for number in 0..<40 { try await bench.fetch([FeedBench.name("u1", number)]) }
    let end = try bench.ledger.lastEntry()
    var query = FeedQuery(kinds: [.token])
    query.reach = 10
    let (events, positions) = try all(bench.feed, query)
    #expect(events.isEmpty)
    #expect(positions == positions.sorted())
    #expect(positions.last == end)
    #expect(positions.count > 5)
    #expect(zip([0] + positions, positions).allSatisfy { $1 > $0 && $1 - $0 < 20 })
    query = FeedQuery(limit: 7, fields: ["name"])
    #expect(try all(bench.feed, query).events.count == 120)
    query.fields = ["mobile"]
    #expect(try all(bench.feed, query).events.count == 80)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `pages of any size, after any event, are the whole feed`(seed: UInt64) async throws {
    var random = Seeded(seed)
    let bench = try FeedBench()
    try await bench.live()
    let whole = try all(bench.feed).events
    var query = FeedQuery()
    var read: [FeedEvent] = []
    while read.count < whole.count {
      query.limit = Int.random(in: 1...5, using: &random)
      query.reach = Int.random(in: 1...9, using: &random)
      let page = try bench.feed.page(query)
      let entries = Set(page.events.map(\.position.entry))
      #expect(page.events.count <= query.limit || entries.count == 1, "seed \(seed)")
      // The follower ends after an event of the page, or after all of it.
      let kept = Int.random(in: 0...page.events.count, using: &random)
      read += page.events.prefix(kept)
      if kept == page.events.count {
        query.after = FeedPosition(page.position)
      } else if kept > 0 {
        let last = id(page.events[kept - 1])
        query.after = try #require(FeedPosition(last, ledger: bench.feed.identifier))
      }
    }
    #expect(read.map(id) == whole.map(id), "seed \(seed)")
    // The place of an event in the middle of an entry is not the end of the entry.
    #expect(Set(whole.map(\.position)).count == whole.count)
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `a page of one transaction is the same whatever is recorded later`(seed: UInt64) async throws
  {
    var random = Seeded(seed)
    let bench = try FeedBench()
    var query = FeedQuery(limit: Int.random(in: 1...4, using: &random), kinds: [.changed, .person])
    query.isOneAppend = true
    var pages: [(after: FeedPosition, page: FeedPage)] = []
    for _ in 0..<12 {
      let users = (0..<3).filter { _ in Bool.random(using: &random) }
      try await bench.fetch(
        users.map { FeedBench.name("u\($0)", Int.random(in: 0..<9, using: &random)) }
      )
      query.reach = Int.random(in: 1...6, using: &random)
      while true {
        let page = try bench.feed.page(query)
        if !page.events.isEmpty { pages.append((query.after, page)) }
        query.after = FeedPosition(page.position)
        if page.isAtEnd { break }
      }
    }
    #expect(pages.count > 5)
    for (after, page) in pages {
      query.after = after
      query.reach = FeedQuery.reach
      let again = try bench.feed.page(query)
      #expect(again.events == page.events, "seed \(seed), after \(after)")
      #expect(again.position == page.position, "seed \(seed), after \(after)")
    }
  }

  @Test func `a place is read as it is written, and nothing else is one`() {
    let ledger = "00ff"
    for text in ["0", "1042", "1042.7"] {
      #expect(FeedPosition(text, ledger: ledger)?.description == text)
      #expect(FeedPosition("00ff/\(text)", ledger: ledger)?.description == text)
    }
    for text in ["", "x", "-1", "+1", "01", "1.", ".1", "1.0", "0.1", "1.2.3", "aa/1", "/1", "1/"] {
      #expect(FeedPosition(text, ledger: ledger) == nil, "\(text)")
    }
  }
}
