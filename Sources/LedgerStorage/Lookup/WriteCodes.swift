package import Roster

// The codes of the words of a write in the log; see the table `write`.

extension WriteAction {
  package var code: Int64 {
    switch self {
    case .set: 0
    case .clear: 1
    case .append: 2
    }
  }

  package init?(code: Int64) {
    guard let action = WriteAction.allCases.first(where: { $0.code == code }) else { return nil }
    self = action
  }
}

extension Reversibility {
  package var code: Int64 {
    switch self {
    case .exact: 0
    case .residual: 1
    case .unproven: 2
    case .irreversible: 3
    }
  }

  package init?(code: Int64) {
    guard let kind = Reversibility.allCases.first(where: { $0.code == code }) else { return nil }
    self = kind
  }
}

extension RowStatus {
  /// The number in `projected_row`.
  package var code: Int64 {
    switch self {
    case .notSent: 0
    case .skipped: 1
    case .uncertain: 2
    case .accepted: 3
    case .rejected: 4
    }
  }

  package init?(code: Int64) {
    guard let status = RowStatus.allCases.first(where: { $0.code == code }) else { return nil }
    self = status
  }
}
