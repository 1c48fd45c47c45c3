/// Who signed in, as the provider states it.
package struct OpenIDPerson: Hashable, Sendable {
  /// The provider's key of the person.
  package let subject: String
  /// Their mail address; nil if the provider names none, or has not verified it.
  package let mail: String?

  package init(subject: String, mail: String?) {
    self.subject = subject
    self.mail = mail
  }
}
