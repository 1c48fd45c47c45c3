package import Access
package import Roster
package import Tables
package import WebServer

/// What the pages need of the program.
package struct PageTools: Sendable {
  /// Who signed in with a link.
  package struct Person: Hashable, Sendable {
    /// The name that the link was made for.
    package let name: String
    /// The name of the role.
    package let role: String
    /// The number of the link's entry in the log.
    package let link: Int64

    package init(name: String, role: String, link: Int64) {
      self.name = name
      self.role = role
      self.link = link
    }
  }

  /// Answers a request to the API for a person who has signed in; refusals are responses, too.
  package var read: @Sendable (WebRequest, Person) async throws -> WebResponse
  /// Uses a link up.
  ///
  /// It throws a `UserFacingError` if the link is unknown, was used or is over.
  package var signIn: @Sendable (_ secret: String) async throws -> Person
  /// The address for browsers: `https://rollbook.example.cn`.
  package var address: @Sendable () -> String
  /// Makes the given number of random bytes.
  package var random: @Sendable (Int) -> [UInt8]
  package var now: @Sendable () -> Instant
  /// The zone of the settings.
  package var times: Times

  package init(
    read: @escaping @Sendable (WebRequest, Person) async throws -> WebResponse,
    signIn: @escaping @Sendable (String) async throws -> Person,
    address: @escaping @Sendable () -> String,
    random: @escaping @Sendable (Int) -> [UInt8],
    now: @escaping @Sendable () -> Instant,
    times: Times
  ) {
    self.read = read
    self.signIn = signIn
    self.address = address
    self.random = random
    self.now = now
    self.times = times
  }
}

extension PageTools.Person {
  /// Whether their role has a permission.
  package func may(_ permission: Permission) -> Bool {
    Role(rawValue: role)?.permissions.contains(permission) ?? false
  }
}
