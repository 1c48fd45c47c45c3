import RemoteAPI
import RollbookTestSupport
import Synchronization
import Testing
import WebServer

/// What the server does with requests that are none, and with clients that do not keep their side.
@Suite struct WebServerTests {
  private static func configuration() -> WebServer.Configuration {
    WebServer.Configuration(timekeeper: SystemTimekeeper())
  }

  /// Runs a server that answers with the path that it decoded.
  private func serving(
    _ configuration: WebServer.Configuration = configuration(),
    handler: @escaping WebServer.Handler = { request in
      WebResponse(
        type: "text/plain",
        body: .bytes(Array(request.path.joined(separator: "|").utf8))
      )
    },
    _ body: (Int) async throws -> Void
  ) async throws {
    let server = try await WebServer.start(
      at: .host("127.0.0.1", port: 0),
      configuration,
      handler: handler
    )
    do { try await body(server.port) } catch {
      await server.stop(within: .zero)
      throw error
    }
    await server.stop(within: .seconds(1))
  }

  private static func send(_ port: Int, _ request: String) async throws -> String {
    let connection = try RawConnection(port: port)
    try connection.send(request)
    return await connection.read().text
  }

  private static func get(_ target: String, _ headers: String = "") -> String {
    "GET \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(headers)\r\n"
  }

  @Test func `a path is decoded once, segment by segment`() async throws {
    try await serving { port in
      let reply1 = try await Self.send(port, Self.get("/a/b%2Fc/%25%41"))
      #expect(reply1.hasSuffix("\r\n\r\na|b/c|%A"))
    }
  }

  @Test(arguments: [
    "/a/../b", "/a/%2e%2e/b", "/.", "//a", "/%00", "/%ff", "/%4", "/?a=%zz", "/?%c3",
  ])
  func `a target that is no path is refused with a problem`(target: String) async throws {
    try await serving { port in
      let reply = try await Self.send(port, Self.get(target))
      #expect(reply.hasPrefix("HTTP/1.1 400 "))
      #expect(reply.contains("\"name\":\"badTarget\""))
      #expect(reply.contains("X-Content-Type-Options: nosniff"))
    }
  }

  @Test(arguments: [
    "GET / HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "GE\u{1}T / HTTP/1.1\r\nHost: a\r\n\r\n",
  ])
  func `a head that names no host, several, or two ends is refused, and the connection closed`(
    head: String
  ) async throws {
    try await serving { port in
      let connection = try RawConnection(port: port)
      try connection.send(head)
      let (text, isClosed) = await connection.read()
      #expect(text.hasPrefix("HTTP/1.1 400 "))
      #expect(isClosed)
    }
  }

  @Test func `what is no request at all is not kept open`() async throws {
    try await serving { port in
      let connection = try RawConnection(port: port)
      try connection.send("rubbish\r\n\r\n")
      let (text, isClosed) = await connection.read()
      #expect(text.isEmpty || text.hasPrefix("HTTP/1.1 400 "))
      #expect(isClosed)
    }
  }

  @Test func `half a head does not stay open`() async throws {
    var configuration = Self.configuration()
    configuration.idleTime = .milliseconds(300)
    try await serving(configuration) { port in
      let connection = try RawConnection(port: port)
      try connection.send("GET / HTTP/1.1\r\nHost: loc")
      let isClosed = await connection.read().isClosed
      #expect(isClosed)
    }
  }

  @Test func `a host that the service does not have is 421`() async throws {
    var configuration = Self.configuration()
    configuration.hosts = ["rollbook.example.cn"]
    try await serving(configuration) { port in
      let reply2 = try await Self.send(port, Self.get("/"))
      #expect(reply2.contains("\"name\":\"hostUnknown\""))
      let right = "GET /a HTTP/1.1\r\nHost: Rollbook.example.cn:8443\r\nConnection: close\r\n\r\n"
      let reply3 = try await Self.send(port, right)
      #expect(reply3.hasPrefix("HTTP/1.1 200 "))
    }
  }

  @Test func `a body is limited in size and in time`() async throws {
    let handler: WebServer.Handler = { request in
      let body = try await request.body(limit: 10, within: .seconds(3))
      return WebResponse(body: .bytes(body))
    }
    try await serving(handler: handler) { port in
      let head = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
      let reply4 = try await Self.send(port, head + "Content-Length: 11\r\n\r\n")
      #expect(reply4.hasPrefix("HTTP/1.1 413 "))
      let chunks = "Transfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n8\r\n12345678\r\n"
      let reply5 = try await Self.send(port, head + chunks)
      #expect(reply5.hasPrefix("HTTP/1.1 413 "))
      let reply6 = try await Self.send(port, head + "Content-Length: 5\r\n\r\nab")
      #expect(reply6.hasPrefix("HTTP/1.1 408 "))
      let reply7 = try await Self.send(port, head + "Content-Length: 2\r\n\r\nab")
      #expect(reply7.hasSuffix("\r\n\r\nab"))
    }
  }

  @Test func `an unknown error is 500 without its text, and is reported with the request`()
    async throws
  {
    struct Private: Error { let secret = "hunter2" }
    let reported = Mutex<[String]>([])
    var configuration = Self.configuration()
    configuration.failed = { line in reported.withLock { $0.append(line) } }
    try await serving(configuration, handler: { _ in throw Private() }) { port in
      let trace = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"
      let reply = try await Self.send(port, Self.get("/", trace))
      #expect(reply.hasPrefix("HTTP/1.1 500 "))
      #expect(!reply.contains("hunter2"))
      #expect(reply.contains("Request-Id: 0af7651916cd43dd8448eb211c80319c"))
      #expect(reported.withLock { $0 }.first?.contains("0af7651916cd43dd8448eb211c80319c") == true)
    }
  }

  @Test func `a client that goes ends its request within a second`() async throws {
    let ended = AsyncStream.makeStream(of: Void.self)
    let handler: WebServer.Handler = { _ in
      WebResponse(
        body: .stream { stream in
          defer { ended.continuation.yield() }
          try await stream.write(Array("first\n".utf8))
          try await Task.sleep(for: .seconds(300))
        }
      )
    }
    try await serving(handler: handler) { port in
      let isPrompt = try await endsWithinASecond {
        do {
          let connection = try RawConnection(port: port)
          try connection.send(Self.get("/"))
          let text = await connection.read(until: "first").text
          #expect(text.contains("first"))
        }
        let start = ContinuousClock.now
        for await _ in ended.stream { break }
        return ContinuousClock.now - start
      }
      #expect(isPrompt)
    }
  }

  @Test func `what a request made is freed while its connection stays open`() async throws {
    final class Made: Sendable {}
    struct Kept: Sendable { weak var made: Made? }
    let kept = Mutex(Kept())
    let handler: WebServer.Handler = { _ in
      let made = Made()
      kept.withLock { $0.made = made }
      return WebResponse(
        body: .stream { stream in
          try await stream.write(Array("whole\n".utf8))
          withExtendedLifetime(made) {}
        }
      )
    }
    try await serving(handler: handler) { port in
      let connection = try RawConnection(port: port)
      for _ in 0..<3 {
        try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await connection.read(until: "\r\n0\r\n\r\n").text.contains("whole"))
      }
      for _ in 0..<3_000 where kept.withLock({ $0.made != nil }) {
        try await Task.sleep(for: .milliseconds(10))
      }
      #expect(kept.withLock { $0.made == nil })
    }
  }

  @Test func `a stream that fails is not ended as if it were whole`() async throws {
    struct Failed: Error {}
    let handler: WebServer.Handler = { _ in
      WebResponse(
        body: .stream { stream in
          try await stream.write(Array("first\n".utf8))
          throw Failed()
        }
      )
    }
    try await serving(handler: handler) { port in
      let connection = try RawConnection(port: port)
      try connection.send(Self.get("/"))
      let (text, isClosed) = await connection.read()
      #expect(text.contains("first"))
      #expect(!text.hasSuffix("0\r\n\r\n"))
      #expect(isClosed)
    }
  }

  @Test func `hundreds of idle connections do not keep others out`() async throws {
    try await serving { port in
      let idle = try (0..<400).map { _ in try RawConnection(port: port) }
      let reply8 = try await Self.send(port, Self.get("/a"))
      #expect(reply8.hasSuffix("\r\n\r\na"))
      #expect(idle.count == 400)
    }
  }

  @Test func `an address that is taken is one clear error`() async throws {
    try await serving { port in
      await #expect(throws: WebServerError.self) {
        try await WebServer.start(at: .host("127.0.0.1", port: port), Self.configuration()) { _ in
          WebResponse()
        }
      }
    }
  }

  @Test(arguments: [
    ("127.0.0.1:80", "127.0.0.1:80"), ("[::1]:8443", "[::1]:8443"), ("localhost:0", "localhost:0"),
    ("::1:80", nil), ("127.0.0.1", nil), (":80", nil), ("a:99999", nil), ("a:-1", nil), ("", nil),
  ])
  func `an address is HOST:PORT`(text: String, read: String?) {
    #expect(WebAddress(text)?.text == read)
  }
}
