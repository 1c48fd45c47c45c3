/// From when on a number is an alert.
package struct AlertLimits: Hashable, Sendable {
  /// The greatest age of the last fetch.
  package var fetchAge: Duration
  /// The number of failed fetches in a row.
  package var failedFetches: Int
  /// For how long rows may be uncertain.
  package var uncertainAge: Duration
  /// The greatest number of cells that were changed outside Rollbook between two fetches.
  package var driftCells: Int
  /// The least free space, in bytes.
  package var freeBytes: Int64
  /// For how long a head may be kept nowhere else.
  package var headUnkeptFor: Duration
  /// The greatest number of entries by which a consumer of the feed may be behind.
  package var feedLag: Int
  /// The greatest number of people whom one account may be shown one by one within an hour.
  package var accessUnusual: Int

  package init(
    fetchAge: Duration = .seconds(26 * 3600),
    failedFetches: Int = 2,
    uncertainAge: Duration = .seconds(15 * 60),
    driftCells: Int = 500,
    freeBytes: Int64 = 1 << 30,
    headUnkeptFor: Duration = .seconds(26 * 3600),
    feedLag: Int = 10_000,
    accessUnusual: Int = 100
  ) {
    self.fetchAge = fetchAge
    self.failedFetches = failedFetches
    self.uncertainAge = uncertainAge
    self.driftCells = driftCells
    self.freeBytes = freeBytes
    self.headUnkeptFor = headUnkeptFor
    self.feedLag = feedLag
    self.accessUnusual = accessUnusual
  }
}
