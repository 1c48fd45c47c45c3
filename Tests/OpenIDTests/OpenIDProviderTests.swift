import Access
import Crypto
import CryptoExtras
import Foundation
import NIOCore
import NIOPosix
import OpenID
import RemoteAPI
import RollbookTestSupport
import Roster
import Testing

/// Signing in by a provider over real HTTP: what is taken, and every lie that is not.
@Suite struct OpenIDProviderTests {
  private static let attempt = SignInAttempt(state: "s", nonce: "n", verifier: "v")
  private static let back = "http://127.0.0.1/sign-in/oidc/done"

  /// A provider, the service's side of it, and the clock of both.
  private struct Scene {
    let provider: LoopbackProvider
    let client: OpenIDProvider
    let timekeeper: ManualTimekeeper

    /// Signs in, and gives who it is, or why it is refused.
    func person() async -> Result<OpenIDPerson, OpenIDError> {
      do throws(OpenIDError) {
        let address = try await client.address(for: attempt, back: back)
        let code = provider.signIn(at: address)
        return .success(try await client.person(code: code, attempt, back: back))
      } catch {
        return .failure(error)
      }
    }

    func refusal() async -> OpenIDError? {
      if case .failure(let error) = await person() { error } else { nil }
    }
  }

  private func scene(_ body: (Scene) async throws -> Void) async throws {
    let timekeeper = ManualTimekeeper()
    let provider = try await LoopbackProvider(timekeeper)
    try await HTTPTransport.with { transport in
      let configuration = OpenIDConfiguration(
        issuer: provider.issuer,
        clientID: "rollbook",
        clientSecret: Secret("hush, hush"),
        patience: .seconds(20)
      )
      let client = OpenIDProvider(configuration, transport: transport, timekeeper: timekeeper)
      try await body(Scene(provider: provider, client: client, timekeeper: timekeeper))
    }
    try await provider.stop()
  }

  @Test func `a person is who the provider says, and the secret is only in the header`()
    async throws
  {
    try await scene { scene in
      #expect(await scene.person() == .success(OpenIDPerson(subject: "alice", mail: nil)))
      let address = try await scene.client.address(for: Self.attempt, back: Self.back)
      for part in ["response_type=code", "code_challenge_method=S256", "state=s", "nonce=n"] {
        #expect(address.contains(part))
      }
      #expect(!address.contains("code_challenge=v&") && !address.contains("hush"))
      let token = try #require(scene.provider.requests.first { $0.line.contains("/token") })
      let pair = Data("rollbook:hush%2C%20hush".utf8).base64EncodedString()
      #expect(token.headers["authorization"] == "Basic \(pair)")
      #expect(token.text.contains("code_verifier=v") && !token.text.contains("hush"))
    }
  }

  @Test func `a mail address counts if the provider has verified it`() async throws {
    try await scene { scene in
      let mail = "\"li.wei@example.cn\""
      for (verified, expected) in [
        ("true", "li.wei@example.cn" as String?), ("false", nil), ("\"true\"", nil), ("", nil),
      ] {
        scene.provider.change { $0.claims = ["email": mail, "email_verified": verified] }
        #expect(await scene.person() == .success(OpenIDPerson(subject: "alice", mail: expected)))
      }
    }
  }

  /// Claims that make a token worthless, and what is said about it.
  private static let lies: [(claim: String, value: String, says: String)] = [
    ("iss", "\"https://evil.example\"", "another provider"), ("iss", "", "another provider"),
    ("aud", "\"payroll\"", "another service"), ("aud", "[\"payroll\"]", "another service"),
    ("aud", "", "another service"), ("aud", "[]", "another service"),
    ("aud", "[\"rollbook\",\"payroll\"]", "issued to another service"),
    ("azp", "\"payroll\"", "issued to another service"), ("azp", "7", "issued to another service"),
    ("nonce", "\"other\"", "another sign-in"), ("nonce", "", "another sign-in"),
    ("exp", "1767225539", "expired"), ("exp", "", "expired"), ("exp", "\"soon\"", "expired"),
    ("iat", "1767225661", "not issued just now"), ("iat", "1767224500", "not issued just now"),
    ("iat", "", "not issued just now"), ("nbf", "1767225661", "not valid yet"),
    ("sub", "", "no subject"), ("sub", "\"\"", "no subject"), ("sub", "7", "no subject"),
    ("sub", "\"\(String(repeating: "x", count: 256))\"", "no subject"),
  ]

  @Test func `a claim that is not right is refused by its name`() async throws {
    try await scene { scene in
      for lie in Self.lies {
        scene.provider.change { $0.claims = [lie.claim: lie.value] }
        let refusal = await scene.refusal()
        #expect(refusal?.name == "openIDTokenRefused", "\(lie)")
        #expect(refusal?.message.contains(lie.says) == true, "\(lie): \(refusal?.message ?? "")")
      }
      scene.provider.change {
        $0.claims = ["aud": "[\"rollbook\",\"payroll\"]", "azp": "\"rollbook\""]
      }
      #expect(await scene.refusal() == nil)
    }
  }

  private static func encoded(_ text: String) -> String { LoopbackProvider.encoded(text.utf8) }

  private static func begin(_ header: String, _ claims: String) -> String {
    encoded(header) + "." + encoded(claims)
  }

  /// A token whose key is the public one, which all can read.
  private static func hashed(_ claims: String, with key: String) -> String {
    let begin = begin("{\"alg\":\"HS256\",\"kid\":\"first\"}", claims)
    let code = HMAC<SHA256>.authenticationCode(
      for: Data(begin.utf8),
      using: SymmetricKey(data: Data(key.utf8))
    )
    return begin + "." + LoopbackProvider.encoded(code)
  }

  /// Tokens of others, made of the right claims.
  private static func forgeries(
    _ honest: P256.Signing.PrivateKey,
    _ foreign: P256.Signing.PrivateKey
  ) -> [(String, @Sendable (String) -> String)] {
    let usual = "{\"alg\":\"ES256\",\"kid\":\"first\"}"
    return [
      ("none", { begin("{\"alg\":\"none\",\"kid\":\"first\"}", $0) + "." }),
      ("None", { begin("{\"alg\":\"None\",\"kid\":\"first\"}", $0) + "." }),
      ("no algorithm", { begin("{\"kid\":\"first\"}", $0) + "." }),
      ("HS256 by the PEM", { hashed($0, with: honest.publicKey.pemRepresentation) }),
      (
        "HS256 by the JWK",
        { hashed($0, with: LoopbackProvider.publicKey(honest, named: "first")) }
      ),
      ("foreign key", { LoopbackProvider.signed($0, foreign, named: "first") }),
      ("unknown key", { LoopbackProvider.signed($0, honest, named: "another") }),
      ("no signature", { begin(usual, $0) + "." }),
      (
        "claims under another signature",
        { claims in
          let parts = LoopbackProvider.signed("{}", honest, named: "first").split(separator: ".")
          return "\(parts[0]).\(encoded(claims)).\(parts[2])"
        }
      ),
      (
        "key in the header",
        { claims in
          let key = LoopbackProvider.publicKey(foreign, named: "first")
          let header = "{\"alg\":\"ES256\",\"kid\":\"first\",\"jwk\":\(key)}"
          let start = begin(header, claims)
          let signature = try? foreign.signature(for: Data(start.utf8)).rawRepresentation
          return start + "." + LoopbackProvider.encoded(signature ?? Data())
        }
      ),
      ("two parts", { begin(usual, $0) }), ("rubbish", { _ in "rubbish" }), ("empty", { _ in "" }),
    ]
  }

  @Test func `a token that the provider did not sign is refused, however it is signed`()
    async throws
  {
    let honest = P256.Signing.PrivateKey()
    try await scene { scene in
      scene.provider.change { $0.key = honest }
      #expect(await scene.refusal() == nil)
      for (name, forge) in Self.forgeries(honest, P256.Signing.PrivateKey()) {
        scene.provider.change { $0.token = forge }
        #expect(await scene.refusal()?.name == "openIDTokenRefused", "\(name)")
      }
    }
  }

  @Test func `a key of RSA serves its own algorithm, and a small one serves none`() async throws {
    func token(_ key: _RSA.Signing.PrivateKey, _ alg: String) -> @Sendable (String) -> String {
      { claims in
        let header = "{\"alg\":\"\(alg)\",\"kid\":\"rsa\"}"
        let start =
          LoopbackProvider.encoded(Data(header.utf8)) + "."
          + LoopbackProvider.encoded(Data(claims.utf8))
        let padding: _RSA.Signing.Padding = alg == "PS256" ? .PSS : .insecurePKCS1v1_5
        let signature = try? key.signature(for: Data(start.utf8), padding: padding)
        return start + "." + LoopbackProvider.encoded(signature?.rawRepresentation ?? Data())
      }
    }
    func published(_ key: _RSA.Signing.PrivateKey, alg: String?) throws -> String {
      let numbers = try key.publicKey.getKeyPrimitives()
      let (n, e) = (
        LoopbackProvider.encoded(numbers.modulus), LoopbackProvider.encoded(numbers.publicExponent)
      )
      let own = alg.map { ",\"alg\":\"\($0)\"" } ?? ""
      return "{\"kty\":\"RSA\",\"kid\":\"rsa\"\(own),\"n\":\"\(n)\",\"e\":\"\(e)\"}"
    }
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let small = try _RSA.Signing.PrivateKey(unsafeKeySize: .init(bitCount: 1024))
    let cases: [(_RSA.Signing.PrivateKey, own: String?, alg: String, isTaken: Bool)] = [
      (key, "RS256", "RS256", true), (key, nil, "RS256", true), (key, nil, "PS256", true),
      (key, "RS256", "PS256", false), (key, "RSA-OAEP", "RS256", false),
      (small, "RS256", "RS256", false),
    ]
    for (key, own, alg, isTaken) in cases {
      let jwk = try published(key, alg: own)
      try await scene { scene in
        scene.provider.change { ($0.published, $0.token) = ([jwk], token(key, alg)) }
        #expect(await (scene.refusal() == nil) == isTaken, "\(own ?? "no alg") for \(alg)")
      }
    }
  }

  @Test func `a provider that changes its key is followed, once a minute`() async throws {
    try await scene { scene in
      func readings() -> Int { scene.provider.asked.filter { $0 == "/keys" }.count }
      #expect(await scene.refusal() == nil)
      #expect(readings() == 1)
      scene.provider.change {
        $0.keyName = "second"
        $0.key = P256.Signing.PrivateKey()
      }
      #expect(await scene.refusal()?.name == "openIDTokenRefused")
      #expect(readings() == 1)
      scene.timekeeper.advance(by: .seconds(61))
      #expect(await scene.refusal() == nil)
      #expect(await scene.refusal() == nil)
      #expect(readings() == 2)
    }
  }

  @Test func `a code is taken once, and for its own attempt`() async throws {
    try await scene { scene in
      let client = scene.client
      let code = scene.provider.signIn(
        at: try await client.address(for: Self.attempt, back: Self.back)
      )
      let other = SignInAttempt(state: "s", nonce: "n", verifier: "w")
      await #expect(throws: OpenIDError.codeRefused) {
        try await client.person(code: code, other, back: Self.back)
      }
      let second = scene.provider.signIn(
        at: try await client.address(for: Self.attempt, back: Self.back)
      )
      _ = try await client.person(code: second, Self.attempt, back: Self.back)
      await #expect(throws: OpenIDError.codeRefused) {
        try await client.person(code: second, Self.attempt, back: Self.back)
      }
    }
  }

  /// Responses that are none.
  private static let rubbish: [(status: Int, headers: String, body: String)] = [
    (200, "", "{}"), (200, "", ""), (200, "content-type: text/html\r\n", "<!doctype html>"),
    (200, "", "{\"id_token\":[7]}"), (200, "", "[]"), (500, "", ""), (429, "", "{}"),
    (401, "", "{\"error\":\"invalid_client\"}"), (302, "location: http://127.0.0.1:1/\r\n", ""),
  ]

  @Test func `a provider that responds with rubbish is named, and lets no one in`() async throws {
    try await scene { scene in
      for (status, headers, body) in Self.rubbish {
        let response = LoopbackReceiver.status(status, headers, body: body)
        scene.provider.change { $0.response = response }
        let refusal = await scene.refusal()
        #expect(refusal?.name == "openIDMalformedResponse", "\(response)")
        #expect(refusal?.message.contains("/token") == true)
      }
      scene.provider.change { $0.response = nil }
      #expect(await scene.refusal() == nil)
    }
  }

  @Test func `a provider that is silent, slow or gone is waited for no longer than it may take`()
    async throws
  {
    try await scene { scene in
      // It announces more than it sends.
      scene.provider.change { $0.response = "HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n" }
      #expect(await scene.refusal()?.name == "openIDUnreachable")
    }
    // It takes connections, and says nothing.
    let silent = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0).get()
    for port in [silent.localAddress?.port ?? 0, 1] {
      try await HTTPTransport.with { transport in
        let provider = OpenIDProvider(
          OpenIDConfiguration(
            issuer: "http://127.0.0.1:\(port)",
            clientID: "rollbook",
            clientSecret: Secret("x"),
            patience: .milliseconds(300)
          ),
          transport: transport,
          timekeeper: ManualTimekeeper()
        )
        let error = await #expect(throws: OpenIDError.self) { try await provider.discover() }
        #expect(error?.name == "openIDUnreachable")
      }
    }
    try await silent.close()
  }

  @Test(arguments: [
    ("https://login.example.cn", true), ("https://", false), ("http://login.example.cn", false),
    ("http://127.0.0.1:8080", true), ("http://127.0.0.1.evil.example", false),
    ("http://localhost/x", true), ("http://localhost.evil.example", false),
    ("http://[::1]:9", true), ("javascript:alert(1)", false), ("", false),
  ])
  func `only https is called, and http on this machine`(address: String, isSafe: Bool) {
    #expect(OpenIDConfiguration.isSafe(address) == isSafe)
  }
}
