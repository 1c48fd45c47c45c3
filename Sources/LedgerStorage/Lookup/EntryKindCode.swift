package import Roster

extension EntryKind {
  /// The number of the kind in the log; see the table `entry`.
  package var code: Int64 {
    switch self {
    case .fetched: 0
    case .notReturned: 1
    case .opened: 2
    case .closed: 3
    case .enumerated: 4
    case .joined: 5
    case .left: 6
    case .rejoined: 7
    case .cataloged: 8
    case .intended: 9
    case .sent: 10
    case .accepted: 11
    case .rejected: 12
    case .uncertain: 13
    case .skipped: 14
    case .settled: 15
    case .linked: 16
    case .unlinked: 17
    case .imported: 18
    case .held: 19
    case .released: 20
    case .erased: 21
    case .erasureRefused: 22
    case .readmitted: 23
    case .suppressed: 24
    case .dismissed: 25
    case .setAside: 26
    }
  }

  /// The numbers of the kinds that state values, as SQL lists them.
  package static let codesWithValues = "\(EntryKind.fetched.code), \(EntryKind.imported.code)"

  /// The kinds by their numbers; every leaf looks one up.
  private static let byCode = Dictionary(uniqueKeysWithValues: allCases.map { ($0.code, $0) })

  package init?(code: Int64) {
    guard let kind = Self.byCode[code] else { return nil }
    self = kind
  }
}
