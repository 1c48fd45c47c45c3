package import Access

/// The providers by which people sign in, as the pages need them.
package struct SignInProviders: Sendable {
  /// Which ones there are.
  package var ways: [SignInWay]
  /// The address to which a browser is sent.
  package var address: @Sendable (SignInWay, SignInAttempt) async throws -> String
  /// Who has signed in, by the code that the browser brought back; it is recorded.
  ///
  /// It throws a `Problem` if the provider does not prove who it is, or the person may not.
  package var person: @Sendable (SignInWay, String, SignInAttempt) async throws -> PageTools.Person

  package init(
    ways: [SignInWay],
    address: @escaping @Sendable (SignInWay, SignInAttempt) async throws -> String,
    person: @escaping @Sendable (SignInWay, String, SignInAttempt) async throws -> PageTools.Person
  ) {
    self.ways = ways
    self.address = address
    self.person = person
  }

  /// None: people sign in with links.
  package static let none = SignInProviders(
    ways: [],
    address: { _, _ in "" },
    person: { way, _, _ in PageTools.Person(name: "", role: "", way: way, entry: 0) }
  )
}
