/// What binds the parts of one sign-in by a provider to each other: random texts.
package struct SignInAttempt: Hashable, Sendable {
  /// What the provider sends back with its code.
  package let state: String
  /// What the provider's statement must repeat.
  package let nonce: String
  /// What proves to the provider that the service that asked for the code exchanges it (PKCE); the
  /// provider gets its hash first.
  package let verifier: String

  package init(state: String, nonce: String, verifier: String) {
    self.state = state
    self.nonce = nonce
    self.verifier = verifier
  }
}
