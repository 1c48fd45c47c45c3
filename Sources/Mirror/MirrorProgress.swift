package import Roster

/// What one round of following did.
package struct MirrorProgress: Hashable, Sendable {
  /// The log's number in the database.
  package let log: Int64
  /// The last entry that the mirror had before.
  package let from: EntryID
  /// The last entry that it has now.
  package let to: EntryID
  /// How many rows of the log were sent.
  package let rows: Int
  /// How many rows were deleted there, because they were erased here.
  package let erased: Int
}
