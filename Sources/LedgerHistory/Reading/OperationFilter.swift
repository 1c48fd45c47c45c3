package import Roster

/// The operations that are needed.
package struct OperationFilter: Hashable, Sendable {
  /// Only the one of this number, or all.
  package var only: OperationNumber?
  /// Those of these kinds, or all.
  package var kinds: Set<OperationKind>?
  /// Those that were not closed, or all.
  package var isOpen: Bool
  /// Whether the latest comes first.
  package var latestFirst: Bool

  package init(
    only: OperationNumber? = nil,
    kinds: Set<OperationKind>? = nil,
    isOpen: Bool = false,
    latestFirst: Bool = false
  ) {
    self.only = only
    self.kinds = kinds
    self.isOpen = isOpen
    self.latestFirst = latestFirst
  }

  /// The rest of a query over the view `operations`, as `o`.
  var sql: String {
    var conditions = ["o.kind <> 'access'"]
    if let only { conditions.append("o.operation = \(only)") }
    if let kinds {
      let names = kinds.map { "'\($0.rawValue)'" }.sorted()
      conditions.append("o.kind IN (\(names.joined(separator: ", ")))")
    }
    if isOpen { conditions.append("o.status = 'open'") }
    return "WHERE " + conditions.joined(separator: " AND ")
      + " ORDER BY o.operation" + (latestFirst ? " DESC" : "")
  }
}
