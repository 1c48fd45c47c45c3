package import LedgerStorage
package import Roster
package import TransparencyLog

/// What to show of the log to others.
package struct EvidenceRequest: Sendable {
  /// What it concerns.
  package enum Subject: Hashable, Sendable {
    /// One stated value.
    case event(EventAddress)
    /// An entry by its number, with its texts and without values.
    case entry(EntryID)
    /// A person: every entry about them, with all values of the last one and the changed values of
    /// the others.
    case person(UserKey)
    /// Fields of a person, in every entry that states them.
    case cells(UserKey, Set<FieldCode>)
    /// Who looked at a person: the person's entries from one on, without values, and every reading of
    /// several people, with whether it showed this one.
    case accesses(UserKey, from: EntryID)
    /// An operation: its entries, and the values that it wrote.
    case operation(OperationNumber)
    /// A file that was made from the log: no entry is shown, and the log's key signs the file.
    case report(name: String, bytes: [UInt8])
  }

  /// What it concerns.
  package var subject: Subject
  /// Whether the person is named.
  ///
  /// If not, their key, the fields that identify people, and all texts about an operation are left
  /// out.
  package var namesPerson: Bool
  /// Whether to show who ran the operations, and why.
  package var showsOperation: Bool
  /// The size of the head to prove against; nil for the last signed one.
  package var size: UInt64?
  /// Heads that readers have already; their consistency is proven too.
  package var held: [SignedCheckpoint]
  /// Keys that may have signed heads, besides the ledger's own.
  package var keys: [VerifierKey]
  /// The largest number of entries that it may show; nil if it may be any.
  package var most: Int?

  package init(
    _ subject: Subject,
    namesPerson: Bool = true,
    showsOperation: Bool = false,
    size: UInt64? = nil,
    held: [SignedCheckpoint] = [],
    keys: [VerifierKey] = [],
    most: Int? = nil
  ) {
    self.subject = subject
    self.namesPerson = namesPerson
    self.showsOperation = showsOperation
    self.size = size
    self.held = held
    self.keys = keys
    self.most = most
  }
}
