import Crypto

/// The secret of a link with which a person signs in to the pages, once: 64 hexadecimal digits that
/// are 32 random bytes.
///
/// The log has its SHA-256 in a granted entry, as it has that of a token, and using it up is a revoked
/// entry. The role is there as `sign-in:ROLE`, which is none of a token: a link that is sent as one
/// permits nothing.
package struct SignInLink: Sendable {
  private static let prefix = "sign-in:"

  /// The secret, in ASCII.
  package let text: String

  /// Makes a secret of random bytes.
  ///
  /// - Parameter random: 32 bytes.
  package init(random: [UInt8]) {
    precondition(random.count == 32, "a link has 32 random bytes, not \(random.count)")
    let digits = Array("0123456789abcdef".utf8)
    let text = random.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    self.text = String(decoding: text, as: UTF8.self)
  }

  /// Takes a secret as it was sent; nil if it has another form.
  package init?(_ text: String) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let letters = UInt8(ascii: "a")...UInt8(ascii: "f")
    guard text.utf8.count == 64,
      text.utf8.allSatisfy({ digits.contains($0) || letters.contains($0) })
    else { return nil }
    self.text = text
  }

  /// SHA-256 of the secret's bytes, by which the ledger knows it.
  package var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

  /// How the log names the role of a link.
  package static func logged(_ role: Role) -> String { prefix + role.rawValue }

  /// The role of a link from its name in the log; nil if it is none of a link.
  package static func role(logged text: String) -> Role? {
    text.hasPrefix(prefix) ? Role(rawValue: String(text.dropFirst(prefix.utf8.count))) : nil
  }
}
