import Foundation
import JWTKit
import Roster
import VerbatimJSON

/// An ID token that was not verified yet: what it says is a claim.
struct IDToken: Sendable {
  /// The algorithms that are taken, all of them asymmetric: who verifies cannot sign.
  private static let algorithms: Set<String> = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
  ]
  /// By how much clocks may differ, in seconds.
  private static let skew = 60.0
  /// How long ago a token may have been issued, in seconds: it comes straight from the provider.
  private static let age = 600.0
  /// The longest subject, in bytes, as the specification has it.
  private static let longest = 255

  private let text: String
  private let claims: JSON
  private let algorithm: String
  /// Which key of the provider is said to have signed it.
  let key: String

  /// Reads a token, without believing it.
  ///
  /// - Parameter text: The token, in the compact form.
  /// - Throws: `OpenIDError.tokenRefused` if it is none, or is signed in a way that is not taken.
  init(_ text: String) throws(OpenIDError) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1])
    else { throw .tokenRefused(problem: "it is no signed token") }
    guard let algorithm = header["alg"]?.text, Self.algorithms.contains(algorithm) else {
      throw .tokenRefused(problem: "its algorithm is not one of those that are taken")
    }
    guard header["crit"] == nil else {
      throw .tokenRefused(problem: "it demands an extension that is not known")
    }
    guard let key = header["kid"]?.text else {
      throw .tokenRefused(problem: "it does not name its key")
    }
    self.text = text
    self.claims = claims
    self.algorithm = algorithm
    self.key = key
  }

  /// The person, if the token is the provider's, for this service and this attempt, and fresh.
  ///
  /// - Parameters:
  ///   - key: The key that it names, as the provider publishes it.
  ///   - configuration: The provider and the service.
  ///   - nonce: The nonce of the attempt.
  ///   - now: The time now.
  /// - Returns: The person.
  /// - Throws: `OpenIDError.tokenRefused`.
  func person(
    by key: JSON,
    _ configuration: OpenIDConfiguration,
    nonce: String,
    now: Instant
  ) async throws(OpenIDError) -> OpenIDPerson {
    guard await isSigned(by: key) else {
      throw .tokenRefused(problem: "its signature is not the provider's")
    }
    if let problem = problem(configuration, nonce: nonce, now: now) {
      throw .tokenRefused(problem: problem)
    }
    guard let subject = claims["sub"]?.text, !subject.isEmpty,
      subject.utf8.count <= Self.longest
    else { throw .tokenRefused(problem: "it names no subject") }
    let isVerified = claims["email_verified"]?.boolean == true
    return OpenIDPerson(subject: subject, mail: isVerified ? claims["email"]?.text : nil)
  }

  private func isSigned(by key: JSON) async -> Bool {
    let own = key["alg"]?.text
    guard own == nil || own == algorithm, key["use"]?.text ?? "sig" == "sig",
      var decoded = try? JSONDecoder().decode(JWK.self, from: Data(key.bytes))
    else { return false }
    decoded.algorithm = JWK.Algorithm(rawValue: algorithm)
    // A collection of one key: another one is never tried.
    let collection = JWTKeyCollection()
    do {
      try await collection.add(jwk: decoded)
      _ = try await collection.verify(text, as: Signed.self)
      return true
    } catch {
      return false
    }
  }

  /// What is wrong with the claims; nil if nothing is.
  private func problem(
    _ configuration: OpenIDConfiguration,
    nonce: String,
    now: Instant
  ) -> String? {
    func has(_ claim: String, _ text: String) -> Bool {
      claims[claim]?.text.map { $0.utf8.elementsEqual(text.utf8) } ?? false
    }
    let client = configuration.clientID
    let audiences = claims["aud"]?.elements?.map(\.text) ?? [claims["aud"]?.text]
    let seconds = Double(now.milliseconds) / 1000
    guard has("iss", configuration.issuer) else { return "it was issued by another provider" }
    guard audiences.contains(where: { $0?.utf8.elementsEqual(client.utf8) == true }) else {
      return "it is for another service"
    }
    guard claims["azp"] == nil ? audiences.count == 1 : has("azp", client) else {
      return "it was issued to another service"
    }
    guard has("nonce", nonce) else { return "it belongs to another sign-in" }
    guard let end = time("exp"), seconds < end + Self.skew else { return "it has expired" }
    guard let issued = time("iat"), issued <= seconds + Self.skew,
      issued >= seconds - Self.age - Self.skew
    else { return "it was not issued just now" }
    guard claims["nbf"] == nil || time("nbf").map({ $0 <= seconds + Self.skew }) == true else {
      return "it is not valid yet"
    }
    return nil
  }

  /// A time in seconds since 1970.
  private func time(_ claim: String) -> Double? {
    guard case .number(let digits)? = claims[claim] else { return nil }
    return Double(digits)
  }

  private static func object(_ part: Substring) -> JSON? {
    var base64 = String(part).replacing("-", with: "+").replacing("_", with: "/")
    base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
    guard let data = Data(base64Encoded: base64), let json = try? JSON(parsing: Array(data)),
      json.members != nil
    else { return nil }
    return json
  }

  /// The claims as far as jwt-kit must know them: not at all.
  private struct Signed: JWTPayload {
    func verify(using algorithm: some JWTAlgorithm) {}
  }
}
