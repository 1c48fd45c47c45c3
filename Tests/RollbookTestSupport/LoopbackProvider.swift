package import Crypto
import Foundation
package import Roster
import Synchronization

/// A provider of OpenID Connect on loopback, with keys of its own, that does what a test says.
package final class LoopbackProvider: Sendable {
  /// What the provider does; a test changes it.
  package struct State: Sendable {
    /// The key with which it signs, and its name.
    package var key = P256.Signing.PrivateKey()
    package var keyName = "first"
    /// Which keys it publishes, as JSON objects; nil for the one with which it signs.
    package var published: [String]?
    /// Claims in place of the right ones, as JSON; an empty text leaves a claim out.
    package var claims: [String: String] = [:]
    /// The subject whom it states.
    package var subject = "alice"
    /// Makes the token from the claims, in place of the provider.
    package var token: (@Sendable (_ claims: String) -> String)?
    /// The whole response to a code in place of a token.
    package var response: String?
    fileprivate var codes: [String: (nonce: String, challenge: String)] = [:]
    fileprivate var issued = 0
  }

  /// What the responses are made of.
  private final class Desk: Sendable {
    let state = Mutex(State())
    let port = Mutex(0)
    let timekeeper: any Timekeeper

    init(_ timekeeper: any Timekeeper) { self.timekeeper = timekeeper }

    var issuer: String { "http://127.0.0.1:\(port.withLock { $0 })" }
  }

  private let desk: Desk
  private let receiver: LoopbackReceiver

  /// How the provider names itself.
  package var issuer: String { desk.issuer }
  /// The paths of the requests so far.
  package var asked: [String] {
    receiver.requests.map { Self.path(of: $0).split(separator: "?")[0].description }
  }
  /// The requests so far.
  package var requests: [LoopbackReceiver.Request] { receiver.requests }

  /// Starts one.
  ///
  /// - Parameter timekeeper: Its clock.
  /// - Throws: If it cannot listen.
  package init(_ timekeeper: any Timekeeper) async throws {
    let desk = Desk(timekeeper)
    let receiver = try await LoopbackReceiver { _, request in Self.respond(to: request, desk) }
    desk.port.withLock { $0 = receiver.port }
    self.desk = desk
    self.receiver = receiver
  }

  /// Stops listening.
  package func stop() async throws { try await receiver.stop() }

  /// Changes what it does.
  package func change(_ body: (inout State) -> Void) { desk.state.withLock { body(&$0) } }

  /// Signs in at the address to which a browser was sent, and gives the code.
  ///
  /// - Parameter address: The address.
  /// - Returns: The code for it.
  package func signIn(at address: String) -> String {
    let items = URLComponents(string: address)?.queryItems ?? []
    let query = Dictionary(items.map { ($0.name, $0.value ?? "") }) { $1 }
    return desk.state.withLock { state in
      state.issued += 1
      let code = "code\(state.issued)"
      state.codes[code] = (query["nonce"] ?? "", query["code_challenge"] ?? "")
      return code
    }
  }

  private static func path(of request: LoopbackReceiver.Request) -> String {
    String(request.line.split(separator: " ")[1])
  }

  private static func respond(to request: LoopbackReceiver.Request, _ desk: Desk) -> String {
    let issuer = desk.issuer
    switch path(of: request) {
    case "/.well-known/openid-configuration":
      return json(
        """
        {"issuer":"\(issuer)","authorization_endpoint":"\(issuer)/authorize",\
        "token_endpoint":"\(issuer)/token","jwks_uri":"\(issuer)/keys"}
        """
      )
    case "/keys":
      return desk.state.withLock { state in
        let own = publicKey(state.key, named: state.keyName)
        return json("{\"keys\":[\((state.published ?? [own]).joined(separator: ","))]}")
      }
    case "/token": return desk.state.withLock { token(for: request.text, &$0, desk) }
    default: return LoopbackReceiver.status(404)
    }
  }

  private static func token(for form: String, _ state: inout State, _ desk: Desk) -> String {
    if let response = state.response { return response }
    let items = URLComponents(string: "?" + form)?.queryItems ?? []
    let fields = Dictionary(items.map { ($0.name, $0.value ?? "") }) { $1 }
    guard let code = state.codes.removeValue(forKey: fields["code"] ?? ""),
      code.challenge == encoded(SHA256.hash(data: Data((fields["code_verifier"] ?? "").utf8)))
    else { return json("{\"error\":\"invalid_grant\"}", status: 400) }
    let now = desk.timekeeper.now().milliseconds / 1000
    var claims = [
      "iss": "\"\(desk.issuer)\"", "aud": "\"rollbook\"", "sub": "\"\(state.subject)\"",
      "iat": "\(now)", "exp": "\(now + 300)", "nonce": "\"\(code.nonce)\"",
    ]
    claims.merge(state.claims) { $1 }
    let text = claims.filter { !$1.isEmpty }.map { "\"\($0)\":\($1)" }.joined(separator: ",")
    let token = state.token?("{\(text)}") ?? signed("{\(text)}", state.key, named: state.keyName)
    return json("{\"access_token\":\"unused\",\"id_token\":\"\(token)\"}")
  }

  private static func json(_ body: String, status: Int = 200) -> String {
    LoopbackReceiver.status(status, "content-type: application/json\r\n", body: body)
  }

  // MARK: - Tokens

  /// A token that a key has signed.
  package static func signed(
    _ claims: String,
    _ key: P256.Signing.PrivateKey,
    named name: String
  ) -> String {
    let begin =
      encoded(Data("{\"alg\":\"ES256\",\"kid\":\"\(name)\"}".utf8)) + "."
      + encoded(Data(claims.utf8))
    let signature = try? key.signature(for: Data(begin.utf8)).rawRepresentation
    return begin + "." + encoded(signature ?? Data())
  }

  /// A public key as a provider publishes it.
  package static func publicKey(_ key: P256.Signing.PrivateKey, named name: String) -> String {
    let point = key.publicKey.rawRepresentation
    return """
      {"kty":"EC","crv":"P-256","kid":"\(name)","use":"sig","alg":"ES256",\
      "x":"\(encoded(point.prefix(32)))","y":"\(encoded(point.suffix(32)))"}
      """
  }

  /// Bytes in the alphabet for addresses, without padding.
  package static func encoded(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
      .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
  }
}
