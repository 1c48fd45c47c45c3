import RemoteAPI
import RollbookTestSupport
import Testing
import WebServer

/// A server that stops while clients connect.
@Suite struct StoppingTests {
  @Test func `connections that were accepted and not yet served end with the server`() async throws
  {
    for round in 0..<40 {
      let server = try await WebServer.start(
        at: .host("127.0.0.1", port: 0),
        WebServer.Configuration(timekeeper: SystemTimekeeper())
      ) { _ in WebResponse(type: "text/plain", body: .bytes([])) }
      let connections = try (0..<20).map { _ in try RawConnection(port: server.port) }
      if round.isMultiple(of: 2) { await Task.yield() }
      await server.stop(within: .zero)
      for connection in connections {
        let isClosed = await connection.read().isClosed
        #expect(isClosed)
      }
    }
  }
}
