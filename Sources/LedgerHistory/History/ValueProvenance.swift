package import Roster

/// Where a content of a cell comes from: the entry that recorded it, when it came, and who made it.
package struct ValueProvenance: Recorded, Hashable, Sendable {
  /// The entry from which the cell held it; of a write, the accepted entry.
  package let recorded: LogReference
  /// When a response for the field was last recorded before; nil if there was none, or for a write.
  package var lastObservedBefore: Instant?
  /// The time before which the cell did not hold it; nil if nothing was known before.
  package var possibleFrom: Instant?
  /// The time from which the cell held it; nil for a write that no response has shown.
  package let certainFrom: Instant?
  /// Who made it.
  package let origin: Origin
}

/// Who made a content.
package enum Origin: Hashable, Sendable {
  /// A batch of ours wrote it.
  case batch(OperationNumber)
  /// Another person, or the system itself.
  case outside
  /// The value is unchanged. The option was renamed in the catalog.
  case catalog

  /// The text in JSON: `batch 12`, `outside` or `catalog`.
  package var words: String {
    switch self {
    case .batch(let number): "batch \(number)"
    case .outside: "outside"
    case .catalog: "catalog"
    }
  }
}
