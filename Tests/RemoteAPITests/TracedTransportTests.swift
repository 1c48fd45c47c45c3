import RemoteAPI
import RollbookTestSupport
import Roster
import Synchronization
import Testing

/// Requests that name what caused them.
struct TracedTransportTests {
  /// Responds with a status after two seconds, or fails, and keeps the header fields.
  private final class Responder: Transport {
    let timekeeper = ManualTimekeeper()
    let status: Int?
    let seen = Mutex<[[String: String]]>([])

    init(status: Int?) { self.status = status }

    func send(_ request: APIRequest, timeout: Duration) async throws(TransportError) -> APIResponse
    {
      seen.withLock { $0.append(Dictionary(request.headers) { $1 }) }
      try? await timekeeper.sleep(for: .seconds(2))
      guard let status else { throw .timedOut(url: request.redacted, after: timeout) }
      return APIResponse(status: status, contentType: nil, body: [])
    }
  }

  private func send(_ status: Int?, trace: String?, random: Double = 0.5) async -> (
    headers: [String: String], ends: [String]
  ) {
    let responder = Responder(status: status)
    let ends = Mutex<[String]>([])
    let transport = TracedTransport(
      responder,
      trace: trace,
      timekeeper: responder.timekeeper,
      random: { random },
      ended: { outcome, time in ends.withLock { $0.append("\(outcome) \(time.inSeconds)") } }
    )
    let request = APIRequest(method: .get, url: "u", headers: [("a", "b")], redacted: "u")
    _ = try? await transport.send(request, timeout: .seconds(9))
    return (responder.seen.withLock { $0.first ?? [:] }, ends.withLock { $0 })
  }

  @Test func `a request carries the trace, and a name of its own that is never zero`() async {
    let trace = String(repeating: "5", count: 32)
    for (random, name) in [(0, "0000000000000001"), (0.5, "4000000000000001")] {
      let headers = await send(200, trace: trace, random: random).headers
      #expect(headers == ["a": "b", "traceparent": "00-\(trace)-\(name)-01"])
    }
    #expect(await send(200, trace: nil).headers == ["a": "b"])
  }

  @Test func `each end is told by its class, with its time`() async {
    #expect(await send(200, trace: nil).ends == ["2xx 2.0"])
    #expect(await send(503, trace: nil).ends == ["5xx 2.0"])
    #expect(await send(nil, trace: nil).ends == ["timedOut 2.0"])
  }
}
