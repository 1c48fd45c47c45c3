package import Roster

/// A row that is needed to recompute a leaf and is missing: the log was tampered with,
/// or is damaged.
package enum ProofGap: Error, Equatable, CustomStringConvertible {
  case key
  case append(Int64)
  case operation(OperationNumber)
  case scope(ScopeNumber)
  case text(Int64)
  case user(UserNumber)
  case event(EventID)
  case union(Int64)
  /// A line lacks the rows that its kind must have.
  case facts(entry: EntryID)

  /// What is missing, in words that fit after "because" or a colon.
  package var description: String {
    switch self {
    case .key: "the key of the commitments is missing"
    case .append(let number): "append \(number) is missing"
    case .operation(let number): "operation \(number) is missing"
    case .scope(let number): "scope \(number) is missing"
    case .text(let number): "text \(number) is missing"
    case .user(let number): "the user with the number \(number) is missing"
    case .event(let number): "what the event with the number \(number) says is missing"
    case .union(let number): "union id \(number) is missing"
    case .facts(let entry): "what belongs to entry \(entry) is missing"
    }
  }
}
