import Ledger
@testable import Operations
import RemoteAPI
import RollbookTestSupport
import Roster
import Testing

/// The decider of a batch under random schedules.
@Suite struct PushScheduleTests {
  /// What keeps the decider honest: a world that responds in any order, and remembers.
  private struct World {
    var random: Seeded
    var waiting: [PushEvent] = []
    var waitingRows: [[Int]] = []
    var known: Set<Int> = []
    var fates: [Int: RowStatus] = [:]
    var inFlight: [Int: [Int]] = [:]
    var answered: Set<Int> = []
    var recorded: Set<Int> = []
    var isStopped = false
    var isBookBroken = false
    var sends: [Int: Int] = [:]
    var doubtful: Set<Int> = []
    var readSinceSent: Set<Int> = []
    var closed: OperationStatus?

    mutating func happens(_ percent: Int) -> Bool {
      Int.random(in: 0..<100, using: &random) < percent
    }

    mutating func take(_ action: PushAction, _ settings: PushDecider.Settings) {
      #expect(closed == nil)
      switch action {
      case .read(let rows):
        readSinceSent.formUnion(rows)
        known.formUnion(rows)
        if happens(2) { return waiting.append(.notRead(StagedError(name: "down"))) }
        if happens(1) {
          return waiting.append(.readingNotAppended(StagedError(name: "full")))
        }
        var contents: [Verbatim: [CellAddress: Content]] = [:]
        for row in rows where !happens(2) {
          let content = happens(5) ? PushStage.wanted : PushStage.was
          contents[Verbatim("u\(row)")] = [CellAddress(PushStage.field): content]
        }
        waiting.append(.read(contents))
      case .skip(let row, _):
        #expect(fates[row] == nil && sends[row] == nil)
        fates[row] = .skipped
      case .send(let call, let rows): send(call, rows, settings)
      case .record(let call, let rows, let verdicts, _):
        #expect(inFlight[call] == nil && answered.contains(call))
        #expect(recorded.insert(call).inserted)
        for (row, verdict) in zip(rows, verdicts) {
          #expect(verdict.status != .rejected || !doubtful.contains(row), "doubt forgotten")
          fates[row] = verdict.status
        }
      case .revise(let row, let verdict):
        #expect(fates[row] == .rejected && readSinceSent.contains(row))
        fates[row] = verdict.status
      case .pause(let call, _, _): waiting.append(.paused(call: call))
      case .rest: waiting.append(.rested)
      case .close(let status):
        #expect(inFlight.isEmpty && answered == recorded)
        closed = status
      }
    }

    private mutating func send(_ call: Int, _ rows: [Int], _ settings: PushDecider.Settings) {
      #expect(!isStopped, "sent after it was to stop")
      #expect(rows.count <= settings.rowsPerCall)
      for row in rows {
        #expect(!inFlight.values.contains { $0.contains(row) }, "two calls for one row")
        #expect(!settings.canRead || known.contains(row), "sent unread")
        // Only what was certainly not applied is sent again, or what may arrive twice.
        let mayArriveTwice = fates[row] == .uncertain && doubtful.contains(row)
        #expect(fates[row] == nil || fates[row] == .rejected || mayArriveTwice)
        sends[row, default: 0] += 1
        readSinceSent.remove(row)
      }
      if happens(1) { return waiting.append(.notLeft(call: call, StagedError(name: "full"))) }
      inFlight[call] = rows
      #expect(inFlight.count <= settings.callsInFlight)
      waiting.append(.answered(call: call, result(rows)))
    }

    private mutating func result(_ rows: [Int]) -> CallResult {
      if happens(8) {
        let remedy: CallRefusal.Remedy = happens(90) ? .again(.throttled) : .stop
        guard case .answered(_, let result) = PushStage.notApplied(0, remedy) else {
          return .answered([], PushStage.facts)
        }
        guard case .notApplied(let refusal) = result, happens(40) else { return result }
        doubtful.formUnion(rows)
        return .inDoubt(refusal)
      }
      let verdicts = rows.map { _ in
        happens(85) ? RowVerdict.accepted : happens(50) ? PushStage.rejected : PushStage.uncertain
      }
      return .answered(verdicts, PushStage.facts)
    }

    /// The next thing that happens, in any order.
    mutating func next() -> PushEvent? {
      if happens(1) {
        isStopped = true
        return .cancelled
      }
      guard !waiting.isEmpty else { return nil }
      let event = waiting.remove(at: Int.random(in: 0..<waiting.count, using: &random))
      switch event {
      case .answered(let call, let result):
        inFlight[call] = nil
        answered.insert(call)
        switch result {
        case .notApplied(let refusal), .inDoubt(let refusal):
          if refusal.remedy == .stop { isStopped = true }
        case .answered: break
        }
      case .notLeft, .readingNotAppended:
        isStopped = true
        isBookBroken = true
      default: break
      }
      return event
    }
  }

  @Test func `in any order of events, each row is sent once, and its fate is on record`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Seeded(seed)
    for round in 0..<2000 {
      let comment: Comment = "seed \(seed), round \(round)"
      let canRead = Bool.random(using: &random)
      let settings = PushStage.settings(
        canary: Int.random(in: 0...5, using: &random),
        inFlight: Int.random(in: 1...5, using: &random),
        rejected: Int.random(in: 5...100, using: &random),
        rowsPerCall: canRead ? 1 : Int.random(in: 1...4, using: &random),
        canRead: canRead
      )
      let count = Int.random(in: 0...25, using: &random)
      var world = World(random: Seeded(random.next()))
      var decider = PushDecider(PushStage.rows(count), settings: settings)
      for action in decider.receive(.began) { world.take(action, settings) }
      var steps = 0
      while world.closed == nil, steps < 5_000 {
        steps += 1
        guard let event = world.next() else { continue }
        for action in decider.receive(event) { world.take(action, settings) }
      }
      #expect(world.closed != nil, comment)
      for row in 0..<count {
        #expect(decider.statuses[row] == world.fates[row] ?? .notSent, comment)
        let isRead = decider.readBackFailure != nil || world.readSinceSent.contains(row)
        if settings.canRead, world.sends[row] != nil, !world.isBookBroken {
          #expect(isRead, comment)
        }
        if world.closed == .finished { #expect(world.fates[row] != nil, comment) }
      }
      #expect((decider.failure == nil) || world.closed != .finished, comment)
    }
  }
}

extension RowVerdict {
  fileprivate var status: RowStatus {
    switch self {
    case .accepted: .accepted
    case .rejected: .rejected
    case .uncertain: .uncertain
    }
  }
}
