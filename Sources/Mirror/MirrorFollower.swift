package import Ledger
import LedgerStorage
package import PostgreSQL
import Roster
import TransparencyLog

/// Sends a mirror what it lacks of a ledger's log.
///
/// A round is one transaction: the standing is compared and swapped, and the rows follow. So the mirror
/// always has a state that the ledger had, and each row once, however often a round is cut off.
package struct MirrorFollower {
  /// Another process moved the standing in between.
  private struct Moved: Error {}

  private static let attempts = 5

  private let ledger: Ledger
  private let connect: () throws -> PostgresConnection
  private var connection: PostgresConnection?

  /// Follows a ledger.
  ///
  /// - Parameters:
  ///   - ledger: The ledger.
  ///   - connect: Connects to the mirror; called again after a connection was lost.
  package init(_ ledger: Ledger, connect: @escaping () throws -> PostgresConnection) {
    self.ledger = ledger
    self.connect = connect
  }

  /// Brings the mirror up to the current end of the log.
  ///
  /// If a connection is lost, it looks at the standing again, and goes on from there: so it does not
  /// matter whether a transaction was committed whose end was not seen.
  ///
  /// - Returns: What was done; nil if the mirror lacked nothing.
  /// - Throws: ``MirrorError``, `LedgerError`; `PostgresError` after several attempts.
  package mutating func round() throws -> MirrorProgress? {
    var first: MirrorStanding?
    var attempt = 1
    while true {
      do {
        let made = try once(&first)
        return made
      } catch let error as PostgresError where error.mayPass && attempt < Self.attempts {
        connection = nil
      } catch is Moved {
        guard attempt < Self.attempts else { throw MirrorError.moved }
      }
      attempt += 1
    }
  }

  private mutating func once(_ first: inout MirrorStanding?) throws -> MirrorProgress? {
    let connection = try self.connection ?? connect()
    self.connection = connection
    return try ledger.inOneState { ledger in
      let mirror = Mirror(connection)
      let standing = try mirror.standing(of: Mirror.identifier(of: ledger))
      let before = first ?? standing
      first = before
      let extent = try ledger.extent()
      try Self.check(standing, against: ledger, extent)
      var sent = (rows: 0, erased: 0)
      if standing.extent != extent {
        sent = try MirrorRound(connection, ledger, from: standing, to: extent).run { throw Moved() }
      } else if before.extent == extent {
        return nil
      }
      return MirrorProgress(
        log: standing.log,
        from: before.extent.entry,
        to: extent.entry,
        rows: sent.rows,
        erased: sent.erased
      )
    }
  }

  /// Refuses a ledger that does not continue what the mirror has.
  private static func check(
    _ standing: MirrorStanding,
    against ledger: Ledger,
    _ extent: LogExtent
  ) throws {
    let there = standing.extent.entry
    guard there <= extent.entry else {
      throw MirrorError.ledgerBehind(there: there, here: extent.entry)
    }
    let root = there == 0 ? MerkleHash.emptyRoot : try ledger.root(upTo: there)
    guard root == standing.extent.root else { throw MirrorError.forked(entry: there) }
  }
}
