import DingTalk
@testable import Operations
import RollbookTestSupport
import Roster
import Testing

@Suite struct `Whom change events have fetched` {
  /// A decider, and what it decided, in words.
  private struct Desk {
    var decider = EventFetchDecider()
    var now = Instant(milliseconds: 0)
    /// This machine's clock is a day and a bit ahead of the monotonic one.
    var clock: Instant { now + .seconds(100_000) }

    mutating func words(_ event: EventFetchDecider.Event, after: Duration = .zero) -> [String] {
      now = now + after
      return decider.receive(event, now: now).map { action in
        switch action {
        case .fetch(let fetch):
          "fetch \(fetch.users.map(Desk.list) ?? "everybody") for \(Desk.list(fetch.events))"
        case .settle(let event): "settle \(event)"
        case .putOff(let event): "put off \(event)"
        }
      }
    }

    mutating func arrives(
      _ id: Verbatim,
      _ users: [Verbatim]?,
      kind: ChangeEvent.Kind = .values,
      born: Instant? = nil,
      never: Set<Verbatim> = [],
      after: Duration = .zero
    ) -> [String] {
      let event = ChangeEvent(id: id, kind: kind, users: users, born: born ?? clock)
      return words(.arrived(event, never: never), after: after)
    }

    mutating func fetched(
      _ hasChanges: Bool = true,
      others: Set<Verbatim> = [],
      after: Duration = .seconds(1)
    ) -> [String] {
      let began = clock
      let outcome = EventFetchDecider.Outcome.recorded(
        hasChanges: hasChanges,
        leftToOthers: others
      )
      return words(.fetched(outcome, began: began), after: after)
    }

    static func list(_ texts: [Verbatim]) -> String { texts.map(\.text).joined(separator: ",") }
  }

  @Test func `events of two seconds share a fetch, and are settled when it is recorded`() {
    var desk = Desk()
    #expect(desk.arrives("e1", ["b"]) == [])
    #expect(desk.decider.nextTime == desk.now + .seconds(2))
    #expect(desk.arrives("e2", ["a", "b"], after: .seconds(1)) == [])
    #expect(desk.words(.time, after: .milliseconds(900)) == [])
    #expect(desk.words(.time, after: .milliseconds(100)) == ["fetch b,a for e2,e1"])
    #expect(desk.decider.nextTime == nil)
    #expect(desk.fetched() == ["settle e1", "settle e2"])
    #expect(desk.decider.nextTime == nil)
  }

  @Test func `a copy of an event causes nothing, before and after it is settled`() {
    var desk = Desk()
    _ = desk.arrives("e1", ["a"])
    #expect(desk.arrives("e1", ["a"]) == [])
    #expect(desk.words(.time, after: .seconds(2)) == ["fetch a for e1"])
    #expect(desk.arrives("e1", ["a"]) == [])
    #expect(desk.fetched() == ["settle e1"])
    #expect(desk.arrives("e1", ["a"]) == ["settle e1"])
  }

  @Test func `one fetch runs at a time, with at most a hundred people`() {
    var desk = Desk()
    for number in 1...250 { _ = desk.arrives(Verbatim("e\(number)"), [Verbatim("u\(number)")]) }
    var sizes: [Int] = []
    var settled = 0
    var actions = desk.decider.receive(.time, now: desk.now + .seconds(2))
    while case .fetch(let fetch)? = actions.last {
      sizes.append(fetch.users?.count ?? 0)
      #expect(desk.decider.receive(.time, now: desk.now + .seconds(9)) == [])
      let outcome = EventFetchDecider.Outcome.recorded(hasChanges: true, leftToOthers: [])
      actions = desk.decider.receive(
        .fetched(outcome, began: desk.clock),
        now: desk.now + .seconds(9)
      )
      settled += actions.count { if case .settle = $0 { true } else { false } }
    }
    #expect(sizes == [100, 100, 50])
    #expect(settled == 250)
  }

  @Test func `a person who was fetched well after the change is not fetched again`() {
    var desk = Desk()
    let before = desk.clock
    _ = desk.arrives("e1", ["a"], after: .seconds(60))
    _ = desk.words(.time, after: .seconds(2))
    _ = desk.fetched()
    #expect(desk.arrives("e2", ["a"], born: before) == ["settle e2"])
    #expect(desk.arrives("e3", ["a", "b"], born: before) == [])
    #expect(desk.words(.time, after: .seconds(2)) == ["fetch b for e3"])
    _ = desk.fetched()
    // The clocks may be a minute apart.
    #expect(desk.arrives("e4", ["a"], born: before + .seconds(3)) == [])
  }

  @Test func `an event during a fetch waits for the next`() {
    var desk = Desk()
    _ = desk.arrives("e1", ["a"])
    _ = desk.words(.time, after: .seconds(2))
    #expect(desk.arrives("e2", ["a"]) == [])
    #expect(desk.fetched() == ["settle e1"])
    #expect(desk.words(.time, after: .seconds(1)) == ["fetch a for e2"])
  }

  @Test func `people are fetched once more ten seconds after a fetch that showed no change`() {
    var desk = Desk()
    _ = desk.arrives("e1", ["a"])
    _ = desk.words(.time, after: .seconds(2))
    #expect(desk.fetched(false) == [])
    #expect(desk.arrives("e2", ["b"]) == [])
    #expect(desk.words(.time, after: .seconds(2)) == ["fetch b for e2"])
    #expect(desk.fetched() == ["settle e2"])
    #expect(desk.words(.time, after: .seconds(7)) == ["fetch a for e1"])
    #expect(desk.fetched(false) == ["settle e1"])
  }

  @Test func `people whom another operation wrote are fetched after it`() {
    var desk = Desk()
    _ = desk.arrives("e1", ["a", "b"])
    _ = desk.words(.time, after: .seconds(2))
    #expect(desk.fetched(others: ["a"]) == [])
    #expect(desk.words(.time, after: .seconds(10)) == ["fetch a for e1"])
    #expect(desk.fetched() == ["settle e1"])
  }

  @Test func `who left is not asked for: everybody is, at most every five minutes`() {
    var desk = Desk()
    _ = desk.arrives("e1", ["a"], kind: .left)
    #expect(desk.arrives("e2", ["b"], after: .seconds(1)) == [])
    #expect(desk.words(.time, after: .seconds(1)) == ["fetch everybody for e1,e2"])
    #expect(desk.fetched() == ["settle e1", "settle e2"])
    _ = desk.arrives("e3", ["c"], kind: .left)
    #expect(desk.words(.time, after: .seconds(298)) == [])
    #expect(desk.words(.time, after: .seconds(1)) == ["fetch everybody for e3"])
    #expect(desk.fetched(false) == ["settle e3"])
  }

  @Test func `an event during a fetch of everybody waits for the next one`() {
    var desk = Desk()
    _ = desk.arrives("e1", ["a"], kind: .left)
    #expect(desk.words(.time, after: .seconds(2)) == ["fetch everybody for e1"])
    #expect(desk.arrives("e2", ["b"], kind: .left) == [])
    #expect(desk.fetched() == ["settle e1"])
    #expect(desk.words(.time, after: .seconds(299)) == ["fetch everybody for e2"])
    #expect(desk.words(.fetched(.failed, began: desk.clock)) == ["put off e2"])
  }

  @Test func `who joined is asked for at once, and everybody when it is time`() {
    var desk = Desk()
    _ = desk.arrives("e1", nil)
    #expect(desk.words(.time, after: .seconds(2)) == ["fetch everybody for e1"])
    _ = desk.fetched()
    _ = desk.arrives("e2", ["new"], kind: .joined)
    #expect(desk.words(.time, after: .seconds(2)) == ["fetch new for e2"])
    #expect(desk.fetched() == ["settle e2"])
    #expect(desk.words(.time, after: .seconds(300)) == ["fetch everybody for "])
  }

  @Test func `events of a failed fetch are put off, and the next one waits longer each time`() {
    var desk = Desk()
    var waits: [Double] = []
    for _ in 1...8 {
      _ = desk.arrives("e1", ["a", "b"])
      let left = (desk.decider.nextTime ?? desk.now) - desk.now
      waits.append(left.inSeconds)
      #expect(desk.words(.time, after: left) == ["fetch a,b for e1"])
      #expect(desk.words(.fetched(.failed, began: desk.clock)) == ["put off e1"])
    }
    #expect(waits == [2, 5, 10, 20, 40, 80, 160, 300])
    _ = desk.arrives("e1", ["a"])
    #expect(desk.words(.time, after: .seconds(300)) == ["fetch a for e1"])
    #expect(desk.fetched() == ["settle e1"])
  }

  @Test func `erased people are never asked for`() {
    var desk = Desk()
    #expect(desk.arrives("e1", ["a"], never: ["a"]) == ["settle e1"])
    _ = desk.arrives("e2", ["a", "b"], never: ["a"])
    #expect(desk.words(.time, after: .seconds(2)) == ["fetch b for e2"])
  }

  @Test(arguments: UInt64(1)...20) func `every event is settled or put off in the end, once`(
    seed: UInt64
  ) {
    var random = Seeded(seed)
    var desk = Desk()
    var unsettled: Set<Verbatim> = []
    var running: EventFetchDecider.Fetch?
    func note(_ actions: [EventFetchDecider.Action]) {
      for action in actions {
        switch action {
        case .fetch(let fetch):
          #expect(running == nil)
          #expect((fetch.users?.count ?? 1) > 0)
          running = fetch
        case .settle(let event), .putOff(let event):
          #expect(unsettled.remove(event) != nil, "seed \(seed)")
        }
      }
    }
    for step in 0..<400 {
      desk.now = desk.now + .milliseconds(Int(random.next() % 4000))
      let draw = random.next() % 4
      switch draw {
      case _ where draw < 2 && step < 300:
        let id = Verbatim("e\(step)")
        let users = (0...Int(random.next() % 3)).map { _ in Verbatim("u\(random.next() % 20)") }
        let kinds: [ChangeEvent.Kind] = [.values, .values, .joined, .left]
        let kind = kinds[Int(random.next() % 4)]
        let event = ChangeEvent(id: id, kind: kind, users: users, born: desk.clock)
        unsettled.insert(id)
        note(desk.decider.receive(.arrived(event, never: []), now: desk.now))
      case 2 where running != nil:
        running = nil
        let outcome: EventFetchDecider.Outcome =
          random.next() % 3 == 0 && step < 300
          ? .failed : .recorded(hasChanges: random.next() % 2 == 0, leftToOthers: [])
        note(desk.decider.receive(.fetched(outcome, began: desk.clock), now: desk.now))
      default: note(desk.decider.receive(.time, now: desk.now))
      }
    }
    while let next = running == nil ? desk.decider.nextTime : desk.now {
      desk.now = max(desk.now, next)
      if running != nil {
        running = nil
        let outcome = EventFetchDecider.Outcome.recorded(hasChanges: true, leftToOthers: [])
        note(desk.decider.receive(.fetched(outcome, began: desk.clock), now: desk.now))
      } else {
        note(desk.decider.receive(.time, now: desk.now))
      }
    }
    #expect(unsettled == [], "seed \(seed)")
  }
}
