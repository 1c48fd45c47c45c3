import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import RemoteAPI
import RollbookTestSupport
import Roster
import Synchronization
import Testing

@Suite struct `A WebSocket` {
  /// What a client got until the connection ended, and the error.
  private func talk(
    _ server: WebSocketServer,
    secure: Bool = false,
    host: String = "127.0.0.1",
    network: Network = Network(),
    limit: Int = WebSocketClient.messageLimit,
    say: [WebSocketMessage] = []
  ) async throws -> (got: [WebSocketMessage], error: (any Error)?) {
    let scheme = secure ? "wss" : "ws"
    let text = "\(scheme)://\(host):\(server.port)/connect?ticket=secret"
    let address = try #require(WebSocketAddress(text))
    let got = Mutex<[WebSocketMessage]>([])
    do {
      try await WebSocketClient(network: network, messageLimit: limit).withSocket(
        to: address,
        timeout: .seconds(5)
      ) { socket in
        for message in say { try await socket.send(message) }
        for try await message in socket.messages { got.withLock { $0.append(message) } }
      }
      return (got.withLock { $0 }, nil)
    } catch {
      return (got.withLock { $0 }, error)
    }
  }

  @Test func `joins fragments, answers pings, masks what it sends, and closes in order`()
    async throws
  {
    let server = try await WebSocketServer([
      .frame(.text, "杭", fin: false), .frame(.ping, "p"), .frame(.continuation, "州"),
      .frame(.text, "two"), .untilHeard(3), .frame(.connectionClose, ""),
    ])
    let (got, error) = try await talk(server, say: [.text("hello"), .ping])
    #expect(got == [.ping, .text("杭州"), .text("two")])
    #expect(error == nil)
    try await server.stop()
    #expect(
      Set(server.heard) == ["masked text hello", "masked ping ", "masked pong p", "masked close"]
    )
    #expect(server.requests == ["GET /connect?ticket=secret"])
  }

  @Test func `that is left closes in order as well`() async throws {
    let server = try await WebSocketServer([.frame(.text, "one")])
    let address = try #require(WebSocketAddress("ws://127.0.0.1:\(server.port)/"))
    let first = try await WebSocketClient().withSocket(to: address, timeout: .seconds(5)) {
      socket in
      for try await message in socket.messages { return message }
      return WebSocketMessage.close
    }
    #expect(first == .text("one"))
    try await server.stop()
    #expect(server.heard == ["masked close"])
  }

  @Test(arguments: [
    ("connectionLost", [WebSocketServer.Step.masked]),
    ("connectionLost", [.frame(.continuation, "x")]),
    ("connectionLost", [.frame(.text, "x", fin: false), .frame(.text, "y")]),
    ("connectionLost", [.bytes([0x81, 0x02, 0xC3, 0x28])]),
    ("connectionLost", [.bytes([0xC1, 0x01, 0x41])]),
    ("connectionLost", [.bytes([0x8F, 0x00])]),
    ("connectionLost", [.bytes([0x09, 0x00])]),
    ("answerTooLarge", [.frame(.text, String(repeating: "x", count: 2001))]),
    (
      "answerTooLarge",
      [
        .frame(.text, String(repeating: "x", count: 1500), fin: false),
        .frame(.continuation, String(repeating: "x", count: 1500)),
      ]
    ),
  ])
  func `ends with one error at what no server may send`(
    name: String,
    steps: [WebSocketServer.Step]
  ) async throws {
    let server = try await WebSocketServer(steps)
    let (got, error) = try await talk(server, limit: 2000)
    #expect(got == [])
    let failure = try #require(error as? TransportError, "\(String(describing: error))")
    #expect(failure.name == name)
    #expect(!failure.message.contains("secret"))
    try await server.stop()
  }

  @Test func `that drops ends the messages, and a refusal is a connection that failed`()
    async throws
  {
    let server = try await WebSocketServer([.frame(.text, "one"), .untilHeard(1), .drop])
    let (got, _) = try await talk(server, say: [.text("hello")])
    #expect(got == [.text("one")])
    try await server.stop()

    let refusing = try await ScriptedServer(
      .answerAndClose("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")
    )
    let address = try #require(WebSocketAddress("ws://127.0.0.1:\(refusing.port)/?ticket=secret"))
    let error = await #expect(throws: TransportError.self) {
      try await WebSocketClient().withSocket(to: address, timeout: .seconds(5)) { _ in }
    }
    #expect(error?.name == "connectionFailed")
    #expect(error?.message.contains("opened no WebSocket") == true)
    #expect(error?.message.contains("secret") == false)
    try await refusing.stop()
  }

  @Test func `that is silent is given up in time`() async throws {
    let silent = try await ScriptedServer(.silence)
    let address = try #require(WebSocketAddress("ws://127.0.0.1:\(silent.port)/"))
    let error = await #expect(throws: TransportError.self) {
      try await WebSocketClient().withSocket(to: address, timeout: .milliseconds(200)) { _ in }
    }
    #expect(error?.message.contains("did not take the connection in time") == true)
    try await silent.stop()
  }

  @Test func `goes through the proxy and TLS, and trusts the network's authorities alone`()
    async throws
  {
    let server = try await WebSocketServer(
      [.frame(.text, "one"), .untilHeard(1), .drop],
      isTLS: true
    )
    let proxy = try await ProxyServer(to: server.port)
    let trusted = Network(
      proxy: try Proxy("http://user:word@127.0.0.1:\(proxy.port)"),
      authorities: try TrustedAuthorities(pem: Array(Certificates.authority.utf8))
    )
    let (got, error) = try await talk(
      server,
      secure: true,
      host: "dingtalk.test",
      network: trusted,
      say: [.text("hello")]
    )
    #expect(got == [.text("one")], "\(String(describing: error))")
    let head = try #require(proxy.asked.first)
    #expect(head.hasPrefix("CONNECT dingtalk.test:\(server.port) HTTP/1.1\r\n"))
    #expect(head.contains("Proxy-Authorization: Basic dXNlcjp3b3Jk\r\n"))

    let strange = Network(proxy: try Proxy("http://127.0.0.1:\(proxy.port)"))
    let refused = try await talk(server, secure: true, host: "dingtalk.test", network: strange)
    let failure = try #require(refused.error as? TransportError)
    #expect(failure.name == "connectionFailed")
    #expect(failure.message.contains("no trusted authority signed"))
    try await proxy.stop()
    try await server.stop()
  }

  @Test(arguments: [
    "http://host/", "ws:///path", "ws://user@host/", "ws://host/#part", "no address", "",
  ])
  func `has an address of its own kind`(text: String) { #expect(WebSocketAddress(text) == nil) }
}
