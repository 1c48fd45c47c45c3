import Ledger
import LedgerHistory
import Logging
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// What the company really had, at every time at which something was done to it.
private struct Truth {
  private(set) var moments: [(at: Instant, company: Company)] = []

  mutating func note(_ scene: PushScene) async {
    moments.append((scene.clock.now(), await scene.server.withCompany { $0 }))
  }

  /// The content of a cell at a time; nil if it was being changed at that time.
  func entry(_ user: Verbatim, _ address: CellAddress, at time: Instant) -> Entry?? {
    guard let place = moments.lastIndex(where: { $0.at <= time }) else { return nil }
    func entry(_ place: Int) -> Entry? {
      moments[place].company.entry(user, address.field, item: address.item)
    }
    let held = entry(place)
    guard place + 1 < moments.count, moments[place].at != time else { return .some(held) }
    return entry(place + 1) == held ? .some(held) : nil
  }

  /// A time at or between two of the moments.
  func time(using random: inout Seeded) -> Instant {
    let place = Int.random(in: 0..<moments.count, using: &random)
    let next = moments[min(place + 1, moments.count - 1)].at
    let span = (next - moments[place].at).inMilliseconds
    return moments[place].at + .milliseconds(Int64.random(in: 0...max(0, span), using: &random))
  }
}

@Suite struct HindsightTests {
  private static let texts: [FieldCode] = ["sys00-remark", "sys02-address"]

  private func fetch(_ scene: PushScene) async throws {
    _ = try await runFetch(
      Stage.request(),
      ledger: scene.ledger,
      client: scene.client,
      timekeeper: scene.clock,
      progress: { _ in },
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
  }

  /// Lets something happen to a few cells, each at most once.
  private func live(
    _ scene: PushScene,
    _ truth: inout Truth,
    _ number: Int,
    _ random: inout Seeded
  ) async throws {
    if Int.random(in: 0..<3, using: &random) == 0 {
      await truth.note(scene)
      scene.clock.advance(by: .seconds(60))
      await scene.server.withCompany { company in _ = company.advanceDay() }
      return await truth.note(scene)
    }
    for (index, user) in await scene.people().enumerated() {
      for field in Self.texts where Int.random(in: 0..<4, using: &random) == 0 {
        let value = "\(field) \(number).\(index)"
        await truth.note(scene)
        if Bool.random(using: &random) {
          try await scene.edit(user, field, to: value)
        } else {
          let outcome = try await scene.push([wants(user, [(field, value)])])
          #expect(outcome.error == nil)
        }
        await truth.note(scene)
      }
    }
  }

  @Test(arguments: UInt64(1)...3)
  func `what hindsight is certain of was so, and what was so is among what it thinks possible`(
    seed: UInt64
  ) async throws {
    try await PushScene.play(people: 5) { scene in
      var random = Seeded(seed)
      var truth = Truth()
      for number in 0..<5 {
        scene.clock.advance(by: .seconds(Int.random(in: 1...600, using: &random)))
        await truth.note(scene)
        try await fetch(scene)
        scene.clock.advance(by: .seconds(Int.random(in: 1...600, using: &random)))
        try await live(scene, &truth, number, &random)
      }
      scene.clock.advance(by: .seconds(60))
      try await fetch(scene)
      await truth.note(scene)
      var certain = 0
      var doubtful = 0
      for _ in 0..<40 {
        let time = truth.time(using: &random)
        var claims: [Verbatim: [CellAddress: [RosterCell]]] = [:]
        let filter = RosterFilter(includesLeft: true, includesGone: true)
        try scene.ledger.hindsight(at: time, filter) { row in
          claims[row.user, default: [:]][row.address, default: []].append(row)
        }
        for (user, cells) in claims {
          for (address, rows) in cells {
            guard let held = truth.entry(user, address, at: time) else { continue }
            let comment = Comment(rawValue: "seed \(seed), \(user) \(address) at \(time)")
            let isTrue = rows.map { $0.content.shows(held) }
            if rows.contains(where: { $0.certainty == .certain }) {
              #expect(isTrue == [true], comment)
              certain += 1
            } else {
              #expect(isTrue.contains(true), comment)
              doubtful += isTrue.count > 1 ? 1 : 0
            }
          }
        }
      }
      #expect(certain > 1_000)
      #expect(doubtful > 10)
    }
  }
}

extension Content {
  /// Whether this is how the system shows what the company holds.
  fileprivate func shows(_ entry: Entry?) -> Bool {
    guard case .item(let value, _) = self else { return entry == nil }
    return entry?.value == value
  }
}
