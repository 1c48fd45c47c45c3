package import Roster
import Synchronization

/// Something in the log that differs from what was recorded or signed.
package struct ProofFinding: Hashable, Sendable {
  /// The kind of damage; docs/recovery.md says what to do about each.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// SQLite finds the file itself damaged.
    case fileDamaged
    /// A trigger that protects the log is missing.
    case triggerDropped
    /// A trigger differs from the one that the program ships.
    case triggerAltered
    /// A view is not there.
    case viewDropped
    /// A view differs from the one that the program ships.
    case viewAltered
    /// A table or an index is missing, or differs from the one that the program ships.
    case tableAltered
    /// There is a table, index, trigger or view that the program does not ship.
    case schemaAdded
    /// An entry is missing between others.
    case entryMissing
    /// Entries are missing at the end.
    case tailCut
    /// What the entries of a transaction share does not match the entries.
    case appendBroken
    /// Entries were exchanged with each other.
    case entriesReordered
    /// An entry, or a row that belongs to it, differs from what its leaf was made from.
    case entryChanged
    /// A value differs from what its leaf was made from.
    case valueChanged
    /// An event is missing.
    case eventRemoved
    /// An event was moved to another entry, or to another index.
    case eventMoved
    /// The value of an event is missing.
    case valueMissing
    /// A row that an entry needs is missing.
    case rowMissing
    /// There is a row that no entry added.
    case rowAdded
    /// The hash of an entry was replaced, but not the hashes above it.
    case leafRehashed
    /// A hash above the leaves was replaced.
    case nodeChanged
    /// Entries and all hashes over them were replaced after their head was signed.
    case tailRewritten
    /// A checkpoint's signature is not genuine, or the text differs from what was signed.
    case checkpointForged
    /// A checkpoint is from another log, or another key signed it.
    case checkpointForeign
    /// A witness's line is not genuine, or not for the head that it is stored with.
    case cosignatureForged
    /// A time stamp differs from the recorded one, or is not for the head that it is stored with.
    case timeStampForged
    /// The ledger is older than the last head stored outside it.
    case olderCopy
    /// The ledger has signed heads, and the head stored outside is missing.
    case lastHeadMissing
    /// The head stored outside is from another ledger, or not genuine.
    case lastHeadForeign
    /// Rows of the log contradict each other, so that nothing can be derived from them.
    case contradiction
    /// A projection differs from what the log gives.
    case projectionEdited
    /// A value was erased without an erased entry.
    case erasedWithoutEntry
  }

  /// The kind of damage.
  package let kind: Kind
  /// The number of the entry, or of the first one.
  package let entry: EntryID?
  /// The user, by the key in the ledger.
  package let user: UserKey?
  /// The field of the cell, if it is known.
  package let field: FieldCode?
  /// The item of the cell, if it is known.
  package let item: Int?
  /// The table, trigger, view or file that is damaged.
  package let object: String?
  /// What is wrong, in one sentence.
  package let message: String

  init(
    _ kind: Kind,
    entry: EntryID? = nil,
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

  /// What to do about it, in one sentence.
  package var advice: String {
    switch kind {
    case .projectionEdited:
      "If nothing else was found, run 'rollbook rebuild', which derives it from the log again."
    case .triggerDropped, .triggerAltered, .viewDropped, .viewAltered, .tableAltered, .schemaAdded:
      "Find out who changed it. The log is judged by the other findings; restore a backup."
    case .checkpointForeign:
      "Give the key that signed it under proof.formerKeys, if it is one of yours."
    case .lastHeadMissing:
      "Mount the disk that has it, or correct proof.lastHead; docs/recovery.md says what to do if "
        + "it is lost."
    case .lastHeadForeign: "Correct proof.lastHead or proof.key in the settings."
    case .olderCopy: "Bring back the newer file; docs/recovery.md says what to do without one."
    case .erasedWithoutEntry: "Compare with a backup: erasing leaves an entry that says so."
    default: "Keep this file as it is, and compare the entry with a backup of before."
    }
  }
}

/// The findings of a verification so far, from all its workers.
final class FindingList: Sendable {
  /// Further findings are counted and not kept: a thousand are enough to read.
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

  /// The findings, ordered by entry.
  var sorted: [ProofFinding] {
    state.withLock { $0.kept }.sorted { left, right in
      (left.entry ?? 0, left.kind.rawValue, left.object ?? "", left.message)
        < (right.entry ?? 0, right.kind.rawValue, right.object ?? "", right.message)
    }
  }
}
