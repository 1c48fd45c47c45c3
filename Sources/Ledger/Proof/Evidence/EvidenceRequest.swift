package import Roster
package import TransparencyLog

/// What of the log is to be shown to others.
package struct EvidenceRequest: Sendable {
  /// What it is about.
  package enum Subject: Hashable, Sendable {
    /// One stated value.
    case event(EventAddress)
    /// An entry, with its texts and without values.
    case entry(Int64)
    /// A person: every entry about them; of the values those that changed, and all of the last.
    case person(UserKey)
    /// Fields of a person, in every entry that states them.
    case cells(UserKey, Set<FieldCode>)
    /// An operation: its entries, and the values that it wrote.
    case operation(Int64)
    /// A file that was made from the log: no entry is shown, and the log's key stands by it.
    case report(name: String, bytes: [UInt8])
  }

  /// What it is about.
  package var subject: Subject
  /// Whether it is shown who the person is; otherwise neither their key, nor the fields by which
  /// people are called, nor what people or systems wrote about an operation.
  package var namesPerson: Bool
  /// Whether it is shown who ran the operations that recorded it, and why.
  package var showsOperation: Bool
  /// The size of the head to prove against; nil for the last that was signed.
  package var size: UInt64?
  /// Heads that readers hold, from which the consistency is proven too.
  package var held: [SignedCheckpoint]
  /// Keys with which heads may have been signed, besides the ledger's own.
  package var keys: [VerifierKey]

  package init(
    _ subject: Subject,
    namesPerson: Bool = true,
    showsOperation: Bool = false,
    size: UInt64? = nil,
    held: [SignedCheckpoint] = [],
    keys: [VerifierKey] = []
  ) {
    self.subject = subject
    self.namesPerson = namesPerson
    self.showsOperation = showsOperation
    self.size = size
    self.held = held
    self.keys = keys
  }
}
