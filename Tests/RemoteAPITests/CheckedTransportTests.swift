import RemoteAPI
import RollbookTestSupport
import Roster
import Synchronization
import Testing

/// Addresses that other people chose are checked, and what was checked is connected to.
@Suite struct CheckedTransportTests {
  /// Gives one list of addresses after another, as a name server of an attacker does.
  private final class Rebinding: HostResolver {
    private let lists: Mutex<[[String]]>
    private let questions = Mutex(0)
    var asked: Int { questions.withLock { $0 } }

    init(_ lists: [[String]]) { self.lists = Mutex(lists) }

    func addresses(of host: String, within limit: Duration) async throws -> [IPAddress] {
      questions.withLock { $0 += 1 }
      let list = lists.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? [] }
      return list.compactMap { IPAddress($0) }
    }
  }

  private func send(
    _ url: String,
    _ transport: CheckedTransport
  ) async -> Result<APIResponse, TransportError> {
    let request = APIRequest(method: .post, url: url, body: [0x7B, 0x7D], redacted: "the address")
    do throws(TransportError) {
      return .success(try await transport.send(request, timeout: .seconds(5)))
    } catch {
      return .failure(error)
    }
  }

  private func error(_ result: Result<APIResponse, TransportError>) -> TransportError? {
    if case .failure(let error) = result { error } else { nil }
  }

  @Test(arguments: [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.9.9.9",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1",
    "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "fc00::1",
    "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::",
    "2002:a00:1::1", "3fff::1", "4000::1",
  ])
  func `an address that is no public server's is refused, by number and by name`(
    address: String
  ) async throws {
    let host = address.contains(":") ? "[\(address)]" : address
    #expect(try #require(IPAddress(address)).isPublic == false)
    let resolver = Rebinding([[address]])
    let transport = CheckedTransport(resolver: resolver, bodyLimit: 10)
    for url in ["http://\(host):9/", "http://hooks.example:9/"] {
      let error = error(await send(url, transport))
      #expect(error?.name == "connectionFailed")
      #expect(error?.message.contains("not on the public internet") == true)
    }
    #expect(resolver.asked == 1)
  }

  @Test(arguments: [
    "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1",
    "192.167.1.1", "223.255.255.255", "2400:3200::1", "2606:4700::1111", "::ffff:8.8.8.8",
    "64:ff9b::808:808", "2002:808:808::1",
  ])
  func `a public address is one`(address: String) throws {
    #expect(try #require(IPAddress(address)).isPublic)
  }

  @Test(arguments: [["127.0.0.2", "10.0.0.1"], ["10.0.0.1", "127.0.0.2"]])
  func `one address of several that may not be called is enough to refuse`(
    addresses: [String]
  ) async throws {
    let transport = CheckedTransport(resolver: Rebinding([addresses]), bodyLimit: 10) {
      $0 == IPAddress("127.0.0.2")
    }
    #expect(error(await send("http://hooks.example:9/", transport))?.name == "connectionFailed")
  }

  @Test(arguments: ["http://2130706433:9/", "http://0x7f.1:9/", "http://0177.0.0.1:9/"])
  func `other ways to write this machine are resolved and refused`(url: String) async {
    let transport = CheckedTransport(bodyLimit: 10)
    let message = error(await send(url, transport))?.message
    #expect(message?.contains("nothing was sent") == true, "\(message ?? "sent")")
  }

  @Test func `the address that was checked is the one that is connected to`() async throws {
    let good = try await LoopbackReceiver(host: "127.0.0.2") { _, _ in
      LoopbackReceiver.status(200)
    }
    let evil = try await LoopbackReceiver(host: "127.0.0.3", port: good.port) { _, _ in
      LoopbackReceiver.status(200)
    }
    // The second answer of the name server leads elsewhere; `hooks.example` itself is no name.
    let resolver = Rebinding([["127.0.0.2"], ["127.0.0.3"]])
    let transport = CheckedTransport(resolver: resolver, bodyLimit: 10) {
      $0 == IPAddress("127.0.0.2")
    }
    let url = "http://Hooks.Example:\(good.port)/x"
    #expect(try await send(url, transport).get().status == 200)
    #expect(resolver.asked == 1)
    #expect(good.requests.map { $0.headers["host"] } == ["Hooks.Example:\(good.port)"])
    #expect(error(await send(url, transport))?.name == "connectionFailed")
    #expect(evil.requests.isEmpty && good.requests.count == 1)
    try await good.stop()
    try await evil.stop()
  }

  @Test func `TLS still proves the name`() async throws {
    let server = try await ScriptedServer(
      .answer("HTTP/1.1 204 No\r\ncontent-length: 0\r\n\r\n"),
      isTLS: true
    )
    let authorities = try TrustedAuthorities(pem: Array(Certificates.authority.utf8))
    let transport = CheckedTransport(
      network: Network(authorities: authorities),
      resolver: Rebinding([["127.0.0.1"]]),
      bodyLimit: 10
    ) { _ in true }
    #expect(
      try await send("https://dingtalk.test:\(server.port)/", transport).get().status == 204
    )
    let other = error(await send("https://other.test:\(server.port)/", transport))
    #expect(other?.message.contains("certificate of another name") == true)
    try await server.stop()
  }

  @Test func `the next address is tried if one takes no connection`() async throws {
    let receiver = try await LoopbackReceiver(host: "127.0.0.2") { _, _ in
      LoopbackReceiver.status(202)
    }
    let resolver = Rebinding([["127.0.0.9", "127.0.0.2"]])
    let transport = CheckedTransport(resolver: resolver, bodyLimit: 10) { _ in true }
    let url = "http://hooks.example:\(receiver.port)/"
    #expect(try await send(url, transport).get().status == 202)
    try await receiver.stop()
  }

  @Test(arguments: ["content-length: 11\r\n\r\nhello world", "\r\nhello world"])
  func `a longer response is cut, and no error`(rest: String) async throws {
    let server = try await ScriptedServer(.answer("HTTP/1.1 200 OK\r\n" + rest))
    let transport = CheckedTransport(bodyLimit: 5) { _ in true }
    let response = try await send("http://127.0.0.1:\(server.port)/", transport).get()
    #expect(response.status == 200 && response.body == Array("hello".utf8))
    try await server.stop()
  }

  @Test(arguments: [
    "", "ftp://example.org/", "http+unix://%2Ftmp%2Fs/", "unix:///tmp/s", "http://",
  ])
  func `what is no address of a server is refused`(url: String) async {
    #expect(error(await send(url, CheckedTransport(bodyLimit: 10)))?.name == "badURL")
  }

  @Test func `a name that is not found sends nothing`() async {
    let transport = CheckedTransport(resolver: Rebinding([[]]), bodyLimit: 10)
    let error = error(await send("http://hooks.example/", transport))
    #expect(error?.message.contains("not found") == true)
  }

  @Test func `the machine's resolver finds this machine`() async throws {
    let found = try await SystemResolver().addresses(of: "localhost", within: .seconds(10))
    #expect(found.contains { ["127.0.0.1", "0:0:0:0:0:0:0:1"].contains($0.description) })
    #expect(found.allSatisfy { !$0.isPublic })
  }
}
