package import Roster

/// A transport whose requests name what caused them, and that says how each ended.
package struct TracedTransport: Transport {
  private let transport: any Transport
  private let trace: String?
  private let timekeeper: any Timekeeper
  private let random: @Sendable () -> Double
  private let ended: @Sendable (_ outcome: String, Duration) -> Void

  /// - Parameters:
  ///   - transport: Sends the requests.
  ///   - trace: The trace of W3C Trace Context, 32 hexadecimal digits; nil if nothing is traced.
  ///   - timekeeper: The clock.
  ///   - random: Returns numbers in [0, 1), for the part of `traceparent` that names a request.
  ///   - ended: Receives each request's outcome, the class of its status (`2xx`) or the name of its
  ///     `TransportError`, and how long it took.
  package init(
    _ transport: any Transport,
    trace: String?,
    timekeeper: any Timekeeper,
    random: @escaping @Sendable () -> Double,
    ended: @escaping @Sendable (String, Duration) -> Void
  ) {
    self.transport = transport
    self.trace = trace
    self.timekeeper = timekeeper
    self.random = random
    self.ended = ended
  }

  package func send(
    _ request: APIRequest,
    timeout: Duration
  ) async throws(TransportError) -> APIResponse {
    let started = timekeeper.monotonic()
    do throws(TransportError) {
      let response = try await transport.send(traced(request), timeout: timeout)
      ended("\(response.status / 100)xx", timekeeper.monotonic() - started)
      return response
    } catch {
      ended(error.errorCode.name, timekeeper.monotonic() - started)
      throw error
    }
  }

  private func traced(_ request: APIRequest) -> APIRequest {
    guard let trace else { return request }
    // The name of a request may not be zero.
    let digits = String(UInt64(random() * 0x1p63) | 1, radix: 16)
    let name = String(repeating: "0", count: 16 - digits.utf8.count) + digits
    return APIRequest(
      method: request.method,
      url: request.url,
      headers: request.headers + [("traceparent", "00-\(trace)-\(name)-01")],
      body: request.body,
      redacted: request.redacted
    )
  }
}
