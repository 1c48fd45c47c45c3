import Alerts
import Foundation
import Ledger
import LedgerHistory
import LedgerProof
import Roster
import Synchronization
import Tables

/// Reads the numbers by which alerts are decided from the ledger and the disk.
final class HealthReading: Sendable {
  private let kept: KeptLedger
  private let timekeeper: any Timekeeper
  /// The drift that a fetch found; it never changes.
  private let drift = Mutex<(fetch: OperationNumber, cells: Int)?>(nil)

  init(_ kept: KeptLedger, _ timekeeper: any Timekeeper) {
    self.kept = kept
    self.timekeeper = timekeeper
  }

  /// The numbers of now, except those of the verification and of webhooks.
  func health() throws -> ServiceHealth {
    let now = timekeeper.now()
    return try kept.ledger.inOneState { ledger in
      var health = ServiceHealth()
      let status = try ledger.status()
      health.fetchAge = status.lastFetchEnded.map { max(.zero, now - $0) }
      let failed = try failedFetches(ledger)
      health.failedFetches = failed.count
      health.withheldFields = status.findings.count { $0.kind == .fieldWithheld }
      health.isListShrunk = status.findings.contains { $0.kind == .listShrunk }
      let uncertain = try ledger.uncertainBatches()
      health.uncertainRows = uncertain.reduce(0) { $0 + $1.counts.uncertain }
      health.uncertainAge = uncertain.first.map { now - $0.operation.openedAt }
      health.driftCells = try status.lastFetch.map { try cells(changedIn: $0.operation, ledger) }
      health.freeBytes = DiskSpace.free(beside: kept.ledger.path).map(Int64.init(clamping:))
      health.headUnkeptFor = try headUnkeptFor(now, ledger)
      if let fetch = status.lastFetch?.operation.rawValue {
        for kind in [AlertKind.fetchTooOld, .driftAbove, .fieldWithheld, .listShrunk] {
          health.operations[kind] = fetch
        }
      }
      try readAccesses(of: ledger, now, into: &health)
      let states = try ledger.batchProposals().map { ($0.number, $0.state(at: now)) }
      for (kind, state, count) in [
        (AlertKind.proposalAwaiting, ProposalState.awaiting, \ServiceHealth.awaitingProposals),
        (.notYetReviewed, .unreviewed, \.unreviewedProposals),
      ] {
        let open = states.filter { $0.1 == state }
        health[keyPath: count] = open.count
        health.operations[kind] = open.first?.0.rawValue
      }
      health.operations[.fetchFailed] = failed.last?.rawValue
      health.operations[.rowsUncertain] = uncertain.first?.operation.operation.rawValue
      return health
    }
  }

  private func readAccesses(
    of ledger: Ledger,
    _ now: Instant,
    into health: inout ServiceHealth
  ) throws {
    let before = try ledger.position(at: .time(now + .seconds(-3600))).entry
    health.peopleShown = try ledger.mostPeopleShown(after: before)
    var reveals = 0
    let span = EntrySpan(after: before, through: .max)
    try ledger.accesses(AccessFilter(what: "reveal", span: span)) { access in
      if kept.settings.times.isNight(access.recordedAt) { reveals += 1 }
    }
    health.nightReveals = reveals
  }

  /// The fetches since the last one that did not fail; the ones under way do not count.
  private func failedFetches(_ ledger: Ledger) throws -> [OperationNumber] {
    var failed: [OperationNumber] = []
    try ledger.operations(OperationFilter(kinds: [.fetch], latestFirst: true)) { fetch in
      if fetch.status == .failed { failed.append(fetch.operation) }
      return [.failed, .running].contains(fetch.status)
    }
    return failed.reversed()
  }

  /// How many cells a fetch found changed that no batch wrote.
  private func cells(changedIn fetch: OperationNumber, _ ledger: Ledger) throws -> Int {
    if let known = drift.withLock({ $0 }), known.fetch == fetch { return known.cells }
    var (first, last): (EntryID, EntryID) = (0, 0)
    try ledger.entries(EntryFilter(operation: fetch)) { entry in
      if first == 0 { first = entry.entry }
      last = entry.entry
    }
    var cells = 0
    let span = EntrySpan(after: first - 1, through: last)
    try ledger.recordedChanges(RecordedChangeFilter(system: .dingtalk, span: span)) { change in
      if change.batch == nil { cells += 1 }
    }
    drift.withLock { $0 = (fetch, cells) }
    return cells
  }

  /// For how long the last head has been beside its ledger only; zero if it is elsewhere, too.
  private func headUnkeptFor(_ now: Instant, _ ledger: Ledger) throws -> Duration? {
    guard let path = kept.settings.signing.lastHeadPath else { return nil }
    let isKept =
      kept.settings.policy != nil
      || !LastCheckpointPlace(path, ledger: kept.settings.ledger).isBesideLedger
    if isKept { return .zero }
    return try ledger.operation().map { max(.zero, now - $0.openedAt) }
  }
}

/// The space of the disk.
enum DiskSpace {
  /// The bytes that are free beside a file; nil if that is not known.
  static func free(beside path: String) -> UInt64? {
    var space = statvfs()
    guard statvfs(path, &space) == 0 else { return nil }
    return UInt64(space.f_bavail) * UInt64(space.f_frsize)
  }
}
