import Crypto
import Foundation
package import Roster

/// What other people can be asked to approve before it is done: a batch, an erasure, or the release of a
/// hold.
package protocol Proposable: Sendable {
  /// The kind of the operation that does it.
  var kind: OperationKind { get }
  /// The system that it writes to, or whose people it is about.
  var system: System { get }
  /// The parameters of the operation as the log keeps them; they name no person.
  var parameters: Verbatim { get }
  /// How it is done, as JSON; it names no person.
  var request: Verbatim { get }
  /// What is done to each user, as JSON.
  var rows: [NewProposal.Row] { get }
}

extension Proposable {
  /// SHA-256 over the request and the rows, each followed by a line feed (docs/format.md,
  /// "Proposals").
  package var digest: [UInt8] {
    var bytes = Data(request.text.utf8) + [UInt8(ascii: "\n")]
    for row in rows { bytes += Data(row.planned.text.utf8) + [UInt8(ascii: "\n")] }
    return Array(SHA256.hash(data: bytes))
  }
}
