import HTTPTypes
import Hummingbird
import NIOCore
import Roster

/// Passes calls to the simulation, and treats the connection according to the reaction.
struct SandboxResponder: HTTPResponder {
  let state: SimulationHolder
  let timekeeper: any Timekeeper

  /// The largest body that is read, in bytes; calls of the systems are much smaller.
  private static let bodyLimit = 16 << 20

  @concurrent
  func respond(to request: Request, context: SandboxContext) async throws -> Response {
    let buffer = try await request.body.collect(upTo: Self.bodyLimit)
    var call = Call(
      request.method.rawValue,
      request.uri.path,
      query: Form.parameters(request.uri.query ?? ""),
      headers: Dictionary(
        request.headers.map { ($0.name.canonicalName, $0.value) },
        uniquingKeysWith: { _, last in last }
      ),
      contentType: request.headers[.contentType],
      body: Array(buffer.readableBytesView)
    )
    call.queries = Form.lists(request.uri.query ?? "")
    let now = timekeeper.now()
    if call.path == "/sandbox" || call.path.hasPrefix("/sandbox/") {
      return http(state.withSimulation { Control.answer(call, of: &$0, now: now) })
    }
    switch state.withSimulation({ $0.receive(call, now: now) }) {
    case .reply(let response):
      return http(response)
    case .drop:
      // The channel is closed, so the response is not written: the caller sees the end of the
      // connection and not one byte.
      try await context.channel.close()
      return Response(status: .internalServerError)
    case .hang:
      // This stream never yields; only the end of the server ends the wait.
      let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
      for await _ in stream {}
      continuation.finish()
      try await context.channel.close()
      return Response(status: .internalServerError)
    }
  }

  private func http(_ response: SimulatedResponse) -> Response {
    var headers: HTTPFields = [.contentType: response.contentType]
    if let location = response.location { headers[.location] = location }
    return Response(
      status: HTTPResponse.Status(code: response.status),
      headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: response.body))
    )
  }
}

/// The connection of a request, besides its parts.
struct SandboxContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}
