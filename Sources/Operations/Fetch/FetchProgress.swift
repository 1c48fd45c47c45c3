/// The progress of a fetch.
package struct FetchProgress: Hashable, Sendable {
  /// The number of people who are fetched, or known not to be returned.
  package let done: Int
  /// The number of people to fetch; nil while the user list is read.
  package let total: Int?
  /// How many values came back.
  package let values: Int
  /// How many cells are new, changed or gone.
  package let changed: Int
  /// How many calls were made.
  package let calls: Int
}
