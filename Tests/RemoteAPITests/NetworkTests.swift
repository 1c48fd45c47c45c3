import RemoteAPI
import Roster
import Testing

/// Proxies, private authorities, and the sentence if there is no connection.
struct NetworkTests {
  private static let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"

  private func authorities() throws -> TrustedAuthorities {
    try TrustedAuthorities(pem: Array(Certificates.authority.utf8))
  }

  /// Sends one request; gives what came of it.
  private func send(_ url: String, by network: Network) async -> Result<APIResponse, TransportError>
  {
    let transport = HTTPTransport(network: network)
    let request = APIRequest(method: .get, url: url + "/x?access_token=token", redacted: "the call")
    let result: Result<APIResponse, TransportError>
    do throws(TransportError) {
      result = .success(try await transport.send(request, timeout: .seconds(20)))
    } catch {
      #expect(!error.message.contains("token") && !error.message.contains("hunter2"))
      result = .failure(error)
    }
    await transport.shutdown()
    return result
  }

  /// The sentence if there is no connection; nil if there was one.
  private func sentence(_ url: String, by network: Network = Network()) async -> String? {
    guard case .failure(let error) = await send(url, by: network) else { return nil }
    #expect(error.name == "connectionFailed" && !error.mayHaveBeenApplied)
    return error.message
  }

  @Test func `https goes by the proxy, which is named the host and given the password`()
    async throws
  {
    let server = try await ScriptedServer(.answer(Self.answer), isTLS: true)
    let proxy = try await ProxyServer(to: server.port)
    let network = Network(
      proxy: try Proxy("http://hr:hunter2%40@127.0.0.1:\(proxy.port)"),
      authorities: try authorities()
    )
    #expect(try await send("https://dingtalk.test", by: network).get().status == 200)
    let head = try #require(proxy.asked.first)
    #expect(proxy.asked.count == 1)
    #expect(head.hasPrefix("CONNECT dingtalk.test:443 HTTP/1.1\r\n"))
    // hr:hunter2@
    #expect(head.contains("proxy-authorization: Basic aHI6aHVudGVyMkA=\r\n"))
    try await proxy.stop()
    try await server.stop()
  }

  @Test func `this machine, NO_PROXY and http go past the proxy`() async throws {
    let server = try await ScriptedServer(.answer(Self.answer), isTLS: true)
    let plain = try await ScriptedServer(.answer(Self.answer))
    let network = Network(
      proxy: try Proxy("127.0.0.1:1"),
      direct: DirectHosts(".test"),
      authorities: try authorities()
    )
    #expect(network.proxy(for: "a.dingtalk.test", port: 443, isHTTPS: true) == nil)
    #expect(network.proxy(for: "dingtalk.com", port: 443, isHTTPS: true)?.place == "127.0.0.1:1")
    #expect(try await send("https://localhost:\(server.port)", by: network).get().status == 200)
    #expect(try await send("http://127.0.0.1:\(plain.port)", by: network).get().status == 200)
    try await plain.stop()
    try await server.stop()
  }

  @Test(arguments: [
    ("proxy.example:3128", "proxy.example:3128"), ("http://10.0.0.1:80/", "10.0.0.1:80"),
    ("HTTP://u:p@proxy.example:8080", "proxy.example:8080"), ("http://[::1]:3128", "[::1]:3128"),
  ])
  func `a proxy is read`(text: String, place: String) throws {
    #expect(try Proxy(text).place == place)
  }

  @Test(arguments: [
    ("http://u:hunter2@proxy.example", "port"), ("proxy.example", "port"),
    ("https://u:hunter2@proxy.example:1", "without TLS"), ("socks5://hunter2:1", "without TLS"),
    ("http://hunter2:x y@:1", "an address"), ("http://proxy.example:1/hunter2", "an address"),
    ("http://proxy.example:0", "port"), ("://", "an address"),
  ])
  func `what names no proxy is refused, and not repeated`(text: String, says: String) {
    let error = #expect(throws: Proxy.Refused.self) { try Proxy(text) }
    #expect(error?.problem.contains(says) == true, "\(error?.problem ?? "")")
    #expect(error?.problem.contains("hunter2") == false)
  }

  @Test(arguments: [
    ("example.com", "example.com", 443, true), ("example.com", "API.Example.com", 443, true),
    ("example.com", "badexample.com", 443, false), (".example.com", "a.example.com.", 443, true),
    ("*.example.com", "a.example.com", 443, true), ("example.com:8443", "example.com", 443, false),
    ("example.com:8443", "example.com", 8443, true), ("*", "anything", 1, true),
    ("a, b  c", "c", 443, true), ("10.0.0.1", "10.0.0.1", 443, true),
    ("10.0.0.0/8", "10.0.0.1", 443, false), ("::1", "[::1]", 443, true), ("", "a", 443, false),
    (",", "a", 443, false),
  ])
  func `NO_PROXY names hosts`(list: String, host: String, port: Int, isDirect: Bool) {
    #expect(DirectHosts(list).contains(host, port: port) == isDirect)
  }

  @Test(arguments: ["", "no certificate", Certificates.serverKey])
  func `a file without a certificate is refused`(text: String) {
    #expect(throws: TrustedAuthorities.Refused.self) {
      try TrustedAuthorities(pem: Array(text.utf8))
    }
  }

  @Test func `a connection that fails is reported in one sentence with host and port`() async throws
  {
    let server = try await ScriptedServer(.answer(Self.answer), isTLS: true)
    let plain = try await ScriptedServer(.answer(Self.answer))
    let unknown = String(repeating: "a", count: 64) + ".example"
    let (tls, http) = ("localhost:\(server.port)", "localhost:\(plain.port)")
    let trusting = Network(authorities: try authorities())
    let cases: [(url: String, network: Network, says: [String])] = [
      ("http://127.0.0.1:1", Network(), ["127.0.0.1:1 refused the connection", "server runs"]),
      ("https://127.0.0.1:1", Network(), ["127.0.0.1:1 refused the connection"]),
      ("http://\(unknown)", Network(), ["\(unknown):80 has a name that was not found"]),
      ("https://\(tls)", Network(), ["\(tls) showed a certificate", "ROLLBOOK_CA_FILE"]),
      (
        "https://127.0.0.1:\(server.port)", trusting,
        ["127.0.0.1:\(server.port) showed the certificate of another name"]
      ), ("https://\(http)", Network(), ["\(http) did not agree on TLS"]),
    ]
    for (url, network, says) in cases {
      let sentence = try #require(await sentence(url, by: network))
      for part in says + ["nothing was sent: "] {
        #expect(sentence.contains(part), "\(url): \(sentence)")
      }
      #expect(sentence.hasSuffix(".") && !sentence.contains(". "), "\(sentence)")
    }
    try await plain.stop()
    try await server.stop()
  }

  @Test(arguments: [
    ("", 1, "refused the connection"), ("", 407, "wants a user and a password"),
    ("u:hunter2@", 407, "refused the user and the password"),
    ("", 403, "does not let connections through"),
  ])
  func `a proxy that lets nothing through is named, and so is who was to be called`(
    user: String,
    status: Int,
    says: String
  ) async throws {
    let answer = "HTTP/1.1 \(status) No\r\ncontent-length: 0\r\n\r\n"
    let server = try await ScriptedServer(.answer(answer))
    let port = status == 1 ? 1 : server.port
    let network = Network(proxy: try Proxy("http://\(user)127.0.0.1:\(port)"))
    let sentence = try #require(await sentence("https://dingtalk.test", by: network))
    #expect(sentence.hasPrefix("The proxy 127.0.0.1:\(port) "), "\(sentence)")
    #expect(sentence.contains(says) && sentence.contains("PROXY"), "\(sentence)")
    #expect(sentence.contains("nothing was sent to dingtalk.test:443: "), "\(sentence)")
    try await server.stop()
  }
}
