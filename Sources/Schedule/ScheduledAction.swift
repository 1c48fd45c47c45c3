/// What a line of the schedule starts.
package enum ScheduledAction: Hashable, Sendable {
  /// The kind of an action; two actions of one kind never run at once.
  package enum Kind: String, CaseIterable, Sendable {
    /// A fetch.
    case fetch
    /// A verification.
    case verify
    /// A backup.
    case backup
    /// A report.
    case report
    /// A request for a cosignature.
    case cosign
    /// The erasure of old accesses' texts.
    case forget
  }

  /// Fetches the roster; `allFields`: every field, whatever else the service would leave out.
  case fetch(allFields: Bool)
  /// Verifies the proof; `weeklyFull`: the first run of a week, from Monday, verifies all of it.
  case verify(weeklyFull: Bool)
  /// Copies the ledger into a folder, and keeps the newest `keep` copies there; nil for all.
  case backup(folder: String, keep: Int?)
  /// Writes a report into a folder, in a format; nil for the usual one.
  case report(name: String, folder: String, format: String?)
  /// Asks a witness for a cosignature; nil for every witness of the policy.
  case cosign(witness: String?)
  /// Erases who looked, and for what, from readings that were kept long enough.
  case forget

  /// Its kind.
  package var kind: Kind {
    switch self {
    case .fetch: .fetch
    case .verify: .verify
    case .backup: .backup
    case .report: .report
    case .cosign: .cosign
    case .forget: .forget
    }
  }

  /// The same with another path in place of its folder, if it has one.
  package func movingFolder(_ place: (String) -> String) -> ScheduledAction {
    switch self {
    case .backup(let folder, let keep): .backup(folder: place(folder), keep: keep)
    case .report(let name, let folder, let format):
      .report(name: name, folder: place(folder), format: format)
    case .fetch, .verify, .cosign, .forget: self
    }
  }
}
