package import Roster
import Synchronization

/// Something of the log that is not as it was recorded, or not as it was signed.
package struct ProofFinding: Hashable, Sendable {
  /// What kind of damage it is; docs/recovery.md says of each what to do.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// SQLite finds the file itself damaged.
    case fileDamaged
    /// A trigger that guards the log is not there.
    case triggerDropped
    /// A trigger is not the one that the program ships.
    case triggerAltered
    /// A view is not there.
    case viewDropped
    /// A view is not the one that the program ships.
    case viewAltered
    /// A table or an index is missing, or is not the one that the program ships.
    case tableAltered
    /// There is a table, index, trigger or view that the program does not ship.
    case schemaAdded
    /// An entry is missing between others.
    case entryMissing
    /// Entries are missing at the end.
    case tailCut
    /// What the entries of a transaction share does not fit the entries.
    case appendBroken
    /// Entries stand in each other's place.
    case entriesReordered
    /// An entry, or what belongs to it, is not what its leaf was made from.
    case entryChanged
    /// A value is not what its leaf was made from.
    case valueChanged
    /// An event is missing.
    case eventRemoved
    /// An event stands at another entry than it did, or in another order.
    case eventMoved
    /// What an event said is missing.
    case valueMissing
    /// A row on which an entry rests is missing.
    case rowMissing
    /// A row is there that no entry brought.
    case rowAdded
    /// The hash of an entry was replaced; those above it were not.
    case leafRehashed
    /// A hash above the leaves was replaced.
    case nodeChanged
    /// Entries were replaced with all hashes over them, after their head was signed.
    case tailRewritten
    /// A checkpoint's signature is not genuine, or it is not what was signed.
    case checkpointForged
    /// A checkpoint is another log's, or another key signed it.
    case checkpointForeign
    /// A witness's line is not genuine, or not under the head that it stands with.
    case cosignatureForged
    /// A time stamp is not the one that was taken, or not of the head that it stands with.
    case timeStampForged
    /// The ledger is older than the last head that is kept outside of it.
    case olderCopy
    /// The ledger has signed heads, and the head that is kept outside is not there.
    case lastHeadMissing
    /// The head that is kept outside is another ledger's, or not genuine.
    case lastHeadForeign
    /// Rows of the log contradict each other, so that nothing can be derived from them.
    case contradiction
    /// A projection is not what the log says.
    case projectionEdited
    /// A value was erased, and no entry says so.
    case erasedWithoutEntry
  }

  /// What kind of damage it is.
  package let kind: Kind
  /// The entry that it is about, or the first of them.
  package let entry: Int64?
  /// The user, by the key that stands in the ledger.
  package let user: UserKey?
  /// The field of the cell, where it is known.
  package let field: FieldCode?
  /// The item of the cell, where it is known.
  package let item: Int?
  /// The table, trigger, view or file that it is about.
  package let object: String?
  /// What is wrong, in a sentence.
  package let message: String

  init(
    _ kind: Kind,
    entry: Int64? = nil,
    user: UserKey? = nil,
    field: FieldCode? = nil,
    item: Int? = nil,
    object: String? = nil,
    _ message: String
  ) {
    self.kind = kind
    self.entry = entry
    self.user = user
    self.field = field
    self.item = item
    self.object = object
    self.message = message
  }

  /// What to do about it, in a sentence.
  package var advice: String {
    switch kind {
    case .projectionEdited:
      "If nothing else was found, run 'rollbook rebuild', which derives it from the log again."
    case .triggerDropped, .triggerAltered, .viewDropped, .viewAltered, .tableAltered, .schemaAdded:
      "Find out who changed it. The log is judged by the other findings; restore a backup."
    case .checkpointForeign:
      "Give the key that signed it under proof.formerKeys, if it is one of yours."
    case .lastHeadMissing:
      "Mount the disk that holds it, or correct proof.lastHead; docs/recovery.md says what to do if "
        + "it is lost."
    case .lastHeadForeign: "Correct proof.lastHead or proof.key in the settings."
    case .olderCopy: "Bring back the newer file; docs/recovery.md says what to do without one."
    case .erasedWithoutEntry: "Compare with a backup: erasing leaves an entry that says so."
    default: "Keep this file as it is, and compare the entry with a backup of before."
    }
  }
}

/// What a verification has found so far, of all who look.
final class FindingList: Sendable {
  /// More than this are counted and not kept: a reader of a thousand needs no more.
  static let limit = 1_000

  private let state = Mutex<(kept: [ProofFinding], total: Int)>(([], 0))

  func add(_ finding: ProofFinding) {
    state.withLock { state in
      state.total += 1
      if state.kept.count < Self.limit { state.kept.append(finding) }
    }
  }

  func add(_ findings: [ProofFinding]) { for finding in findings { add(finding) } }

  var total: Int { state.withLock { $0.total } }

  func has(_ kinds: ProofFinding.Kind...) -> Bool {
    state.withLock { $0.kept.contains { kinds.contains($0.kind) } }
  }

  /// What was found, by entry.
  var sorted: [ProofFinding] {
    state.withLock { $0.kept }.sorted { left, right in
      (left.entry ?? 0, left.kind.rawValue, left.object ?? "", left.message)
        < (right.entry ?? 0, right.kind.rawValue, right.object ?? "", right.message)
    }
  }
}
