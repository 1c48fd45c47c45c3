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
    /// By what its person can name it; it opens nothing.
    package let id: String
    /// The address from which it began; nil for the unix socket.
    package let address: String?
    /// How the browser called itself; nil if it did not.
    package let browser: String?
    package let person: PageTools.Person
    /// What each form of the session carries.
    package let formToken: String
    package let began: Instant
    fileprivate(set) package var used: Instant

    func isOver(at now: Instant) -> Bool {
      now - used >= Sessions.idle || now - began >= Sessions.longest
    }

    fileprivate func isOf(_ name: String) -> Bool { person.name.utf8.elementsEqual(name.utf8) }

    /// When it ends if it is not used.
    var ends: Instant { min(used + Sessions.idle, began + Sessions.longest) }
  }

  private let sessions = Mutex<[[UInt8]: Session]>([:])
  private let random: @Sendable (Int) -> [UInt8]

  package init(random: @escaping @Sendable (Int) -> [UInt8]) { self.random = random }

  /// Begins a session, and ends the one that the browser had.
  ///
  /// - Parameters:
  ///   - person: Who signed in.
  ///   - old: The cookie that the browser had.
  ///   - address: The address of the browser.
  ///   - browser: How it calls itself.
  ///   - now: The time now.
  /// - Returns: The text of its cookie, which is new.
  package func begin(
    _ person: PageTools.Person,
    insteadOf old: String?,
    from address: String? = nil,
    browser: String? = nil,
    now: Instant
  ) -> String {
    let cookie = random(32).hexadecimal
    let session = Session(
      id: random(8).hexadecimal,
      address: address,
      browser: browser.map { String($0.unicodeScalars.prefix(200).map(Character.init)) },
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

  /// The sessions of a person, the last used one first.
  package func all(of name: String, now: Instant) -> [Session] {
    sessions.withLock { sessions in
      sessions.values.filter { !$0.isOver(at: now) && $0.isOf(name) }
    }.sorted { ($1.used, $0.id) < ($0.used, $1.id) }
  }

  /// Ends sessions of a person.
  ///
  /// - Parameters:
  ///   - name: The name of the person.
  ///   - id: The only one that ends; nil for all.
  package func endAll(of name: String, id: String? = nil) {
    sessions.withLock { sessions in
      sessions = sessions.filter { !$0.value.isOf(name) || id != nil && $0.value.id != id }
    }
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
