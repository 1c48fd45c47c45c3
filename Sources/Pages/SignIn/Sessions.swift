import Crypto
package import Roster
import Synchronization

/// The sessions of the pages, in memory: who stops the service ends them all.
///
/// A session is known by the SHA-256 of its cookie, so that a copy of the memory gives no one away.
package final class Sessions: Sendable {
  /// How long one lasts without a request.
  package static let idle = Duration.seconds(30 * 60)
  /// How long one lasts in all.
  package static let longest = Duration.seconds(10 * 3600)
  /// The largest number; the one that was idle for the longest ends first.
  static let most = 1_000

  /// One session.
  package struct Session: Sendable {
    package let person: PageTools.Person
    /// What each form of the session carries.
    package let formToken: String
    package let began: Instant
    fileprivate(set) package var used: Instant

    func isOver(at now: Instant) -> Bool {
      now - used >= Sessions.idle || now - began >= Sessions.longest
    }

    /// When it ends if it is not used.
    var ends: Instant { min(used + Sessions.idle, began + Sessions.longest) }
  }

  private let sessions = Mutex<[[UInt8]: Session]>([:])
  private let random: @Sendable (Int) -> [UInt8]

  package init(random: @escaping @Sendable (Int) -> [UInt8]) { self.random = random }

  /// Begins a session, and ends the one that the browser had.
  ///
  /// - Returns: The text of its cookie, which is new.
  package func begin(_ person: PageTools.Person, insteadOf old: String?, now: Instant) -> String {
    let cookie = random(32).hexadecimal
    let session = Session(
      person: person,
      formToken: random(32).hexadecimal,
      began: now,
      used: now
    )
    sessions.withLock { sessions in
      if let old { sessions[Self.hash(old)] = nil }
      sessions = sessions.filter { !$0.value.isOver(at: now) }
      if sessions.count >= Self.most,
        let first = sessions.min(by: { $0.value.used < $1.value.used })
      {
        sessions[first.key] = nil
      }
      sessions[Self.hash(cookie)] = session
    }
    return cookie
  }

  /// The session of a cookie, which is used by this; nil if there is none, or it is over.
  package func use(_ cookie: String?, now: Instant) -> Session? {
    guard let cookie else { return nil }
    let key = Self.hash(cookie)
    return sessions.withLock { sessions in
      guard var session = sessions[key] else { return nil }
      if session.isOver(at: now) {
        sessions[key] = nil
        return nil
      }
      session.used = max(session.used, now)
      sessions[key] = session
      return session
    }
  }

  package func end(_ cookie: String?) {
    guard let cookie else { return }
    sessions.withLock { $0[Self.hash(cookie)] = nil }
  }

  private static func hash(_ text: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(text.utf8)))
  }
}

extension Sequence<UInt8> {
  /// Two digits for each byte.
  var hexadecimal: String {
    map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
