package import Roster
import Synchronization

/// Whom one page has shown already.
///
/// A page asks several questions. What they show of the same people is one access, recorded before the
/// first response.
package final class ShownPeople: Sendable {
  private let shown = Mutex<[NewAccess.People]>([])

  package init() {}

  /// Whether all of these people were recorded for the page.
  package func has(_ people: NewAccess.People) -> Bool {
    shown.withLock { shown in
      if shown.contains(.everybody) { return true }
      let keys = shown.reduce(into: Set<UserKey>()) { $0.formUnion($1.keys) }
      return people != .everybody && keys.isSuperset(of: people.keys)
    }
  }

  /// Notes that an access to these people was recorded.
  package func add(_ people: NewAccess.People) { shown.withLock { $0.append(people) } }
}

extension NewAccess.People {
  /// The people who are named; empty for everybody.
  fileprivate var keys: Set<UserKey> {
    switch self {
    case .person(let key): [key]
    case .each(let keys): keys
    case .everybody: []
    }
  }
}
