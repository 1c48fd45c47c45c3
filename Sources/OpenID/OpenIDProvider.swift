package import Access
import Crypto
import Foundation
package import RemoteAPI
package import Roster
import VerbatimJSON

/// A provider of OpenID Connect: where it is signed in to, and who it says has signed in.
package actor OpenIDProvider {
  /// How long what discovery says is kept.
  private static let life = Duration.seconds(3600)
  /// How often the keys are asked for at most.
  private static let pause = Duration.seconds(60)
  /// The largest number of keys that are kept.
  private static let mostKeys = 100

  /// What discovery says.
  private struct Places {
    let authorization: String
    let token: String
    let keys: String
    /// Whether the service names itself in a header, as is usual, or in the form.
    let takesBasic: Bool
    let readAt: Instant
  }

  private let configuration: OpenIDConfiguration
  private let transport: any Transport
  private let timekeeper: any Timekeeper
  private var places: Places?
  private var keys: [JSON] = []
  private var askedForKeys: Instant?
  private var reading: Task<Result<[JSON], OpenIDError>, Never>?

  /// - Parameters:
  ///   - configuration: The provider, and the service as it knows it.
  ///   - transport: The HTTP transport; the caller shuts it down.
  ///   - timekeeper: The clock.
  package init(
    _ configuration: OpenIDConfiguration,
    transport: any Transport,
    timekeeper: any Timekeeper
  ) {
    self.configuration = configuration
    self.transport = transport
    self.timekeeper = timekeeper
  }

  /// Asks the provider where its parts are.
  ///
  /// - Throws: ``OpenIDError``.
  package func discover() async throws(OpenIDError) { _ = try await found() }

  /// The address to which a browser is sent.
  ///
  /// - Parameters:
  ///   - attempt: The attempt, which the caller keeps.
  ///   - back: The address to which the provider sends the browser back.
  /// - Returns: The address.
  /// - Throws: ``OpenIDError`` if the provider cannot be asked where that is.
  package func address(
    for attempt: SignInAttempt,
    back: String
  ) async throws(OpenIDError) -> String {
    let places = try await found()
    let challenge = Data(SHA256.hash(data: Array(attempt.verifier.utf8))).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    let query = Self.form([
      ("response_type", "code"), ("client_id", configuration.clientID), ("redirect_uri", back),
      ("scope", "openid email"), ("state", attempt.state), ("nonce", attempt.nonce),
      ("code_challenge", challenge), ("code_challenge_method", "S256"),
    ])
    return places.authorization + (places.authorization.contains("?") ? "&" : "?") + query
  }

  /// Who has signed in.
  ///
  /// - Parameters:
  ///   - code: The code that the browser brought back.
  ///   - attempt: The attempt of that browser.
  ///   - back: The address that was given to ``address(for:back:)``.
  /// - Returns: The person.
  /// - Throws: ``OpenIDError``.
  package func person(
    code: String,
    _ attempt: SignInAttempt,
    back: String
  ) async throws(OpenIDError) -> OpenIDPerson {
    let token = try IDToken(try await idToken(code, attempt, back))
    guard let key = try await key(token.key) else {
      throw .tokenRefused(problem: "the provider has no key of the name that it has")
    }
    return try await token.person(
      by: key,
      configuration,
      nonce: attempt.nonce,
      now: timekeeper.now()
    )
  }

  private func idToken(
    _ code: String,
    _ attempt: SignInAttempt,
    _ back: String
  ) async throws(OpenIDError) -> String {
    let places = try await found()
    var fields = [
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", back),
      ("code_verifier", attempt.verifier),
    ]
    var headers = [("content-type", "application/x-www-form-urlencoded")]
    let secret = configuration.clientSecret.revealed
    if places.takesBasic {
      let pair = [configuration.clientID, secret].map(PercentEncoding.text).joined(separator: ":")
      headers.append(("authorization", "Basic \(Data(pair.utf8).base64EncodedString())"))
    } else {
      fields += [("client_id", configuration.clientID), ("client_secret", secret)]
    }
    let response = try await send(
      APIRequest(
        method: .post,
        url: places.token,
        headers: headers,
        body: Array(Self.form(fields).utf8),
        redacted: places.token
      )
    )
    let json = try? JSON(parsing: response.body)
    if response.status == 400, json?["error"]?.text == "invalid_grant" { throw .codeRefused }
    guard response.status == 200, let token = json?["id_token"]?.text else {
      let word = json?["error"]?.text.map { $0.filter { $0.isASCII && $0.isLetter || $0 == "_" } }
      let said = word.map { ", \($0.prefix(40))" } ?? ""
      throw .malformed(
        place: places.token,
        problem: "it has status \(response.status)\(said), and no ID token"
      )
    }
    return token
  }

  /// A key of the provider; one that is not known is asked for, at most once a minute.
  private func key(_ name: String) async throws(OpenIDError) -> JSON? {
    func known() -> JSON? {
      keys.first { $0["kid"]?.text.map { $0.utf8.elementsEqual(name.utf8) } ?? false }
    }
    if let key = known() { return key }
    if reading == nil {
      let now = timekeeper.monotonic()
      if let askedForKeys, now - askedForKeys < Self.pause { return nil }
      askedForKeys = now
      reading = Task { await self.readKeys() }
    }
    guard let result = await reading?.value else { return known() }
    reading = nil
    do { keys = try result.get() } catch {
      askedForKeys = nil
      throw error
    }
    return known()
  }

  private func readKeys() async -> Result<[JSON], OpenIDError> {
    do throws(OpenIDError) {
      let place = try await found().keys
      let json = try await document(place)
      guard let keys = json["keys"]?.elements else {
        throw .malformed(place: place, problem: "it has no list of keys")
      }
      return .success(Array(keys.prefix(Self.mostKeys)))
    } catch {
      return .failure(error)
    }
  }

  /// What discovery says, read again after an hour.
  private func found() async throws(OpenIDError) -> Places {
    let now = timekeeper.monotonic()
    if let places, now - places.readAt < Self.life { return places }
    let issuer = configuration.issuer
    let end = issuer.hasSuffix("/") ? "" : "/"
    let place = issuer + end + ".well-known/openid-configuration"
    let json = try await document(place)
    guard json["issuer"]?.text.map({ $0.utf8.elementsEqual(issuer.utf8) }) == true else {
      throw .malformed(place: place, problem: "it names another issuer than the settings")
    }
    func address(_ name: String) throws(OpenIDError) -> String {
      guard let text = json[name]?.text, OpenIDConfiguration.isSafe(text),
        text.hasPrefix("https:") || !issuer.hasPrefix("https:"),
        !text.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F })
      else { throw .malformed(place: place, problem: "`\(name)` is no https address") }
      return text
    }
    let methods = json["token_endpoint_auth_methods_supported"]?.elements?.map(\.text)
    let places = Places(
      authorization: try address("authorization_endpoint"),
      token: try address("token_endpoint"),
      keys: try address("jwks_uri"),
      takesBasic: methods?.contains("client_secret_basic") ?? true,
      readAt: now
    )
    self.places = places
    return places
  }

  private func document(_ place: String) async throws(OpenIDError) -> JSON {
    let response = try await send(
      APIRequest(
        method: .get,
        url: place,
        headers: [("accept", "application/json")],
        redacted: place
      )
    )
    guard response.status == 200, let json = try? JSON(parsing: response.body),
      json.members != nil
    else {
      throw .malformed(place: place, problem: "it has status \(response.status), or is no JSON")
    }
    return json
  }

  private func send(_ request: APIRequest) async throws(OpenIDError) -> APIResponse {
    do throws(TransportError) {
      return try await transport.send(request, timeout: configuration.patience)
    } catch {
      throw .unreachable(error)
    }
  }

  private static func form(_ fields: [(String, String)]) -> String {
    fields.map { "\($0)=\(PercentEncoding.text($1))" }.joined(separator: "&")
  }
}
