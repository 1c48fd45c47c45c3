import RemoteAPI
import Roster
import Testing

struct HTTPTransportTests {
  private static let secret = "top-secret-token"

  /// Sends one request to a server of a manner; gives what came of it.
  private func outcome(
    _ manner: ScriptedServer.Manner,
    timeout: Duration = .seconds(20),
    bodyLimit: Int = HTTPTransport.bodyLimit
  ) async throws -> Result<APIResponse, TransportError> {
    let server = try await ScriptedServer(manner)
    let transport = HTTPTransport(bodyLimit: bodyLimit)
    let result = await send(to: server.port, by: transport, timeout: timeout)
    await transport.shutdown()
    try await server.stop()
    return result
  }

  private func send(
    to port: Int,
    by transport: HTTPTransport,
    timeout: Duration = .seconds(20)
  ) async -> Result<APIResponse, TransportError> {
    let request = APIRequest(
      method: .post,
      url: "http://127.0.0.1:\(port)/list?access_token=\(HTTPTransportTests.secret)",
      headers: [("content-type", "application/json")],
      body: Array("{}".utf8),
      redacted: "http://127.0.0.1:\(port)/list?access_token=***"
    )
    do throws(TransportError) {
      return .success(try await transport.send(request, timeout: timeout))
    } catch {
      #expect(!error.message.contains(HTTPTransportTests.secret))
      #expect(error.message.contains("/list") || error.name == "connectionFailed")
      return .failure(error)
    }
  }

  private func error(_ result: Result<APIResponse, TransportError>) -> TransportError? {
    if case .failure(let error) = result { error } else { nil }
  }

  @Test func `a response comes back whole, whatever its status`() async throws {
    let answer = "HTTP/1.1 503 Gone\r\ncontent-type: text/plain\r\ncontent-length: 4\r\n\r\nbusy"
    let response = try await outcome(.answer(answer)).get()
    #expect(
      response
        == APIResponse(status: 503, contentType: "text/plain", body: Array("busy".utf8))
    )
  }

  @Test func `a redirect is a response and is not followed`() async throws {
    let answer = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"
    #expect(try await outcome(.answer(answer)).get().status == 302)
  }

  @Test func `a refused connection sent nothing`() async throws {
    // A port that was just given back may be another test's by now; no server listens on the first.
    let transport = HTTPTransport()
    let error = error(await send(to: 1, by: transport))
    await transport.shutdown()
    #expect(error?.name == "connectionFailed")
    #expect(error?.mayHaveBeenApplied == false)
  }

  @Test func `a connection that breaks before the response may have carried the request`()
    async throws
  {
    let error = error(try await outcome(.close))
    #expect(error?.name == "connectionLost")
    #expect(error?.mayHaveBeenApplied == true)
  }

  @Test func `a connection that breaks within the response is lost`() async throws {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"errcode\":"
    #expect(error(try await outcome(.answerAndClose(answer)))?.name == "connectionLost")
  }

  @Test func `a system that does not respond times out`() async throws {
    let error = error(try await outcome(.silence, timeout: .milliseconds(200)))
    #expect(error?.name == "timedOut")
    #expect(error?.mayHaveBeenApplied == true)
  }

  @Test(arguments: [
    "content-length: 11\r\n\r\n", "transfer-encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n",
  ])
  func `a response beyond the limit is not read`(rest: String) async throws {
    let answer = "HTTP/1.1 200 OK\r\n" + rest
    #expect(error(try await outcome(.answer(answer), bodyLimit: 10))?.name == "answerTooLarge")
  }

  @Test(arguments: ["", "nonsense", "ftp://example.org/", "http:///path", "http://"])
  func `what is no URL is refused`(url: String) async throws {
    let transport = HTTPTransport()
    let request = APIRequest(method: .get, url: url, redacted: "the address")
    let error = await #expect(throws: TransportError.self) {
      try await transport.send(request, timeout: .seconds(5))
    }
    await transport.shutdown()
    #expect(error?.name == "badURL")
  }

  @Test func `a cancelled call ends at once`() async throws {
    let server = try await ScriptedServer(.silence)
    let transport = HTTPTransport()
    let call = Task { await send(to: server.port, by: transport, timeout: .seconds(600)) }
    call.cancel()
    #expect(error(await call.value)?.name == "cancelled")
    await transport.shutdown()
    try await server.stop()
  }

  @Test func `nothing is sent after the end, and ending twice is no error`() async throws {
    let transport = HTTPTransport()
    await transport.shutdown()
    await transport.shutdown()
    let error = error(await send(to: 1, by: transport))
    #expect(error?.name == "transportShutDown")
    #expect(error?.mayHaveBeenApplied == false)
  }
}
