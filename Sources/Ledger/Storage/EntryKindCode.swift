import Roster

extension EntryKind {
  /// The number that stands for the kind in the book; see the table `entry`.
  var code: Int64 {
    switch self {
    case .fetched: 0
    case .notReturned: 1
    case .opened: 2
    case .closed: 3
    case .enumerated: 4
    case .joined: 5
    case .left: 6
    case .rejoined: 7
    case .catalogued: 8
    }
  }

  init?(code: Int64) {
    guard let kind = EntryKind.allCases.first(where: { $0.code == code }) else { return nil }
    self = kind
  }
}
