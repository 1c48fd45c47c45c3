package import Roster
import Synchronization

/// Whom one page has shown already.
///
/// A page asks several questions. What they show of the same people is one access, recorded before the
/// first response.
package final class ShownPeople: Sendable {
  private struct State {
    var isEverybody = false
    var keys: Set<UserKey> = []
  }

  private let state = Mutex(State())

  package init() {}

  /// Whether all of these people were recorded for the page.
  package func has(_ people: NewAccess.People) -> Bool {
    state.withLock { state in
      state.isEverybody || people != .everybody && state.keys.isSuperset(of: people.keys)
    }
  }

  /// Notes that an access to these people was recorded.
  package func add(_ people: NewAccess.People) {
    state.withLock { state in
      state.isEverybody = state.isEverybody || people == .everybody
      state.keys.formUnion(people.keys)
    }
  }
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
