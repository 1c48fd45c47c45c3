/// What alerts are decided by: numbers of a moment, no value and no person.
///
/// Nil means unknown, and leaves an alert as it is.
package struct ServiceHealth: Hashable, Sendable {
  /// The time since the last fetch that finished; nil also if none ever did.
  package var fetchAge: Duration?
  /// How many fetches in a row have failed, up to the last one.
  package var failedFetches: Int?
  /// How many fields the last fetch found withheld.
  package var withheldFields: Int?
  /// Whether the last fetch found the user list shrunk.
  package var isListShrunk: Bool?
  /// How many rows are uncertain.
  package var uncertainRows: Int?
  /// How long the oldest of them is.
  package var uncertainAge: Duration?
  /// How many cells the last fetch found changed outside Rollbook.
  package var driftCells: Int?
  /// How many findings of damage the last verification has.
  package var damageFindings: Int?
  /// The free space beside the ledger, in bytes.
  package var freeBytes: Int64?
  /// For how long the last head has been kept nowhere else; zero if it is kept.
  package var headUnkeptFor: Duration?
  /// By how many entries the slowest consumer of the feed is behind.
  package var feedLag: Int?
  /// How many webhooks are stalled.
  package var stalledWebhooks: Int?
  /// How many proposals wait for approval.
  package var awaitingProposals: Int?
  /// How many proposals were applied before all approvals and not reviewed.
  package var unreviewedProposals: Int?
  /// The largest number of people whom one account was shown one by one in the last hour.
  package var peopleShown: Int?
  /// How often values were revealed at night in the last hour.
  package var nightReveals: Int?
  /// The number of the operation that shows more, by the kind of alert.
  package var operations: [AlertKind: Int64]

  /// Numbers of which none is known.
  package init(operations: [AlertKind: Int64] = [:]) { self.operations = operations }
}
