/// The kind of an entry: which fact it records.
package enum EntryKind: String, CaseIterable, Hashable, Sendable {
  /// An operation began.
  case opened
  /// An operation ended.
  case closed
  /// A system returned its user list.
  case enumerated
  /// A user is on the user list for the first time.
  case joined
  /// A user is no longer on the user list.
  case left
  /// A user who had left is on the user list again.
  case rejoined
  /// A system described its fields.
  case cataloged
  /// A system returned a user's values.
  case fetched
  /// A user was asked for and was not in the response.
  case notReturned
  /// Values will be written to a user; recorded before the first call of a batch.
  case intended
  /// A call with these intended entries will be sent; recorded before it is sent.
  case sent
  /// The system accepted a row.
  case accepted
  /// The system refused a row.
  case rejected
  /// It is not known whether the system applied a row.
  case uncertain
  /// A row was not sent, because its cells had changed since the plan.
  case skipped
  /// A read showed whether an uncertain row was applied.
  case settled
  /// Two users are one person.
  case linked
  /// Two users are not one person, or no longer.
  case unlinked
  /// A file gave a user's values.
  case imported
  /// A user is under a legal hold: no value of the user may be erased.
  case held
  /// A legal hold of a user was lifted.
  case released
  /// Values of a user, or the whole user, were erased.
  case erased
  /// An erasure was refused because of a legal hold.
  case erasureRefused
  /// An erased user may be recorded again, as a new user.
  case readmitted
  /// A response, a list or a file contained erased users; what it contained about them was not
  /// recorded.
  case suppressed
  /// A system reported when and why a user left.
  case dismissed
  /// A part of a response, a list or a catalog could not be read, and was left out.
  case setAside
  /// A token was created; its holder may do what its role may.
  case granted
  /// A token was revoked.
  case revoked
  /// The service runs with other settings from here on.
  case configured
  /// The service showed something about people to a sender; recorded before it is shown.
  case accessed
  /// What a proposal would write to a user.
  case proposed
  /// A proposal is complete, and can be decided about.
  case submitted
  /// A proposal was approved, declined, withdrawn, applied or reviewed.
  case decided
  /// The texts of old accesses were erased.
  case forgotten
}

extension EntryKind {
  /// The number of the kind in the log (the table `entry`) and in the leaves of the proof.
  package var code: Int64 {
    switch self {
    case .fetched: 0
    case .notReturned: 1
    case .opened: 2
    case .closed: 3
    case .enumerated: 4
    case .joined: 5
    case .left: 6
    case .rejoined: 7
    case .cataloged: 8
    case .intended: 9
    case .sent: 10
    case .accepted: 11
    case .rejected: 12
    case .uncertain: 13
    case .skipped: 14
    case .settled: 15
    case .linked: 16
    case .unlinked: 17
    case .imported: 18
    case .held: 19
    case .released: 20
    case .erased: 21
    case .erasureRefused: 22
    case .readmitted: 23
    case .suppressed: 24
    case .dismissed: 25
    case .setAside: 26
    case .granted: 27
    case .revoked: 28
    case .configured: 29
    case .accessed: 30
    case .proposed: 31
    case .submitted: 32
    case .decided: 33
    case .forgotten: 34
    }
  }

  /// The kinds by their numbers; every leaf looks one up.
  private static let byCode = Dictionary(uniqueKeysWithValues: allCases.map { ($0.code, $0) })

  package init?(code: Int64) {
    guard let kind = Self.byCode[code] else { return nil }
    self = kind
  }
}
