package import Roster

/// What a batch is to write, and what it does not write, and why.
///
/// Of a push it holds the changes; a retry decides row by row, a rollback and a replay cell by
/// cell. What is not written is named as in the system that the values are from.
package struct BatchReview: Hashable, Sendable {
  /// The wanted changes of each user of the target.
  package var changes: [UserChange] = []
  /// What is left alone, or cannot be written or not wholly.
  package var notWritten: [WriteRefusal] = []
  /// What is refused like a row of a file: nothing of its user is wanted then.
  package var problems: [WriteRefusal] = []
  /// The cells that are put back on an assumption.
  package var assumed: [AssumedCell] = []
  /// How many cells have the wanted content already.
  package var alreadyThere = 0
  /// How many cells are of fields that the other system does not have, or that cannot be written.
  package var unmapped = 0
  /// What must be read first, if that is more than the changes.
  var touched: [UserChange] = []
  /// For each user and cell that is written to: the cell that its value is from, as one whose row is
  /// not sent.
  var origins: [Verbatim: [CellAddress: WriteRefusal]] = [:]

  /// The cells that could be written, and are left alone.
  package var leftAlone: [WriteRefusal] { notWritten.filter { !$0.isImpossible } }

  /// What cannot be written, or not wholly.
  package var impossible: [WriteRefusal] { notWritten.filter(\.isImpossible) }

  /// How many cells it would write.
  package var restores: Int { changes.reduce(0) { $0 + $1.edits.count } }

  /// Whether something that was requested is not written.
  package var isPartial: Bool { notWritten.contains { $0.reason != .clearNotAsked } }

  /// Counts what a plan refuses as not writable.
  ///
  /// - Parameter refusals: The refusals, with users of the target.
  mutating func take(_ refusals: [WriteRefusal]) {
    for change in changes {
      let own = refusals.filter { $0.user == change.user }
      guard !own.isEmpty else { continue }
      for address in change.edits.lazy.map(\.address) {
        let origin = origins[change.user]?[address]
        if let why = own.first(where: { $0.concerns(address) })?.why {
          let cell = origin ?? WriteRefusal(change.user, CellRef(address), .impossible, why)
          notWritten.append(cell.because(.impossible, why))
        } else if let origin {
          notWritten.append(origin)
        }
      }
    }
    // One refused cell keeps its whole row from being sent.
    let refused = Set(refusals.compactMap(\.user))
    changes.removeAll { refused.contains($0.user) }
  }
}

/// A cell that is assumed to be unchanged, since its system cannot be read.
package struct AssumedCell: Hashable, Sendable {
  /// The user.
  package let user: Verbatim
  /// The cell.
  package let address: CellAddress
  /// When it was last known to have the written content.
  package let lastKnown: Instant?
  /// Whether the system only acknowledged the write, without returning the content.
  package let isAcknowledgedOnly: Bool
}
