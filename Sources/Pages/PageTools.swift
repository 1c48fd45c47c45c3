package import Access
package import Roster
package import Tables
package import WebServer

/// What the pages need of the program.
package struct PageTools: Sendable {
  /// Who signed in.
  package struct Person: Hashable, Sendable {
    /// Their name: the one that the link was made for, or that of the settings.
    package let name: String
    /// The name of the role.
    package let role: String
    /// By what.
    package let way: SignInWay
    /// The number of the entry of the log: of the link, or of the sign-in.
    package let entry: Int64
    /// Their userid in DingTalk, if they are not among the people of the settings.
    package let user: String?

    package init(name: String, role: String, way: SignInWay, entry: Int64, user: String? = nil) {
      self.name = name
      self.role = role
      self.way = way
      self.entry = entry
      self.user = user
    }

    /// The person as the log names them: `王敏 (link 615)`.
    package var actor: Verbatim { Verbatim("\(name) (\(way.rawValue) \(entry))") }
  }

  /// Answers a request to the API for a person who has signed in; refusals are responses, too.
  ///
  /// With whom the page has shown already, to whom what it shows is added.
  package var read: @Sendable (WebRequest, Person, ShownPeople?) async throws -> WebResponse
  /// Uses a link up.
  ///
  /// It throws a `UserFacingError` if the link is unknown, was used or is over.
  package var signIn: @Sendable (_ secret: String) async throws -> Person
  /// The providers by which people sign in.
  package var providers: SignInProviders
  /// Whether a person may go on in the session that they have.
  package var stays: @Sendable (Person) async throws -> Bool
  /// The address of the client of a request; nil on the unix socket.
  package var client: @Sendable (WebRequest) -> String?
  /// The address for browsers: `https://rollbook.example.cn`.
  package var address: @Sendable () -> String
  /// Makes the given number of random bytes.
  package var random: @Sendable (Int) -> [UInt8]
  package var now: @Sendable () -> Instant
  /// The zone of the settings.
  package var times: Times

  package init(
    read: @escaping @Sendable (WebRequest, Person, ShownPeople?) async throws -> WebResponse,
    signIn: @escaping @Sendable (String) async throws -> Person,
    providers: SignInProviders = .none,
    stays: @escaping @Sendable (Person) async throws -> Bool = { _ in true },
    client: @escaping @Sendable (WebRequest) -> String? = { _ in nil },
    address: @escaping @Sendable () -> String,
    random: @escaping @Sendable (Int) -> [UInt8],
    now: @escaping @Sendable () -> Instant,
    times: Times
  ) {
    self.read = read
    self.signIn = signIn
    self.providers = providers
    self.stays = stays
    self.client = client
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
