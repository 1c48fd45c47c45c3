import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import Roster

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Makes a response of a request, and never throws.
struct WebResponder: HTTPResponder {
  let configuration: WebServer.Configuration
  let connections: OpenConnections
  let handler: WebServer.Handler

  private static let methods: Set<String> = [
    "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS",
  ]

  /// How long a client may take none of a streamed body.
  private static let writeTime = Duration.seconds(60)

  @concurrent
  func respond(to request: Request, context: ConnectionContext) async throws -> Response {
    let target = request.head.path ?? "/"
    let id = RequestIdentifier.of(request.headers)
    let timekeeper = configuration.timekeeper
    let started = timekeeper.monotonic()
    let response: WebResponse
    do {
      let decoded = try RequestTarget(target)
      let web = WebRequest(
        request,
        path: decoded.path,
        query: decoded.query,
        peer: try await Self.peer(of: context.channel),
        id: id,
        timekeeper: timekeeper
      )
      guard configuration.accepts(web.host) else { throw Problem.unknownHost }
      let work = Task { [handler] in try await handler(web) }
      response = try await connections.value(of: work, on: context.channel)
    } catch let problem as Problem {
      response = problem.response(to: target, id: id)
    } catch is CancellationError {
      response = Problem.stopping.response(to: target, id: id)
    } catch {
      configuration.failed("\(type(of: error)) at \(request.method.rawValue), request \(id)")
      response = Problem.broken.response(to: target, id: id)
    }
    configuration.answered(
      response.route ?? "other",
      Self.methods.contains(request.method.rawValue) ? request.method.rawValue : "other",
      response.status,
      timekeeper.monotonic() - started
    )
    return http(response, to: request, id: id, channel: context.channel)
  }

  private func http(
    _ response: WebResponse,
    to request: Request,
    id: String,
    channel: any Channel
  ) -> Response {
    var fields = HTTPFields()
    for (name, value) in Self.standing + response.headers + [("Request-Id", id)] {
      guard let name = HTTPField.Name(name) else { continue }
      // Each cookie has a field of its own; of all others the last one counts.
      if name == .setCookie {
        fields.append(HTTPField(name: name, value: value))
      } else {
        fields[name] = value
      }
    }
    var result = Response(
      status: HTTPResponse.Status(code: response.status),
      headers: fields,
      body: body(response.body, channel)
    )
    if request.method == .head { result = result.createHeadResponse() }
    return result
  }

  /// The header fields that every response has unless it says otherwise.
  private static let standing = [
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
  ]

  private func body(_ body: WebResponse.Body, _ channel: any Channel) -> ResponseBody {
    switch body {
    case .bytes(let bytes): return ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
    case .stream(let stream):
      return ResponseBody { writer in
        let pieces = StreamPieces()
        let task = Task {
          defer { pieces.end() }
          try await stream(pieces)
        }
        async let end: Void = connections.value(of: task, on: channel)
        do {
          while let piece = await pieces.next() {
            let watch = closing(channel, after: Self.writeTime)
            defer { watch.cancel() }
            try await writer.write(ByteBuffer(bytes: piece))
          }
          try await end
        } catch {
          pieces.giveUp()
          task.cancel()
          try? await channel.close()
          throw error
        }
        try await writer.finish(nil)
      }
    }
  }

  private func closing(_ channel: any Channel, after time: Duration) -> Task<Void, Never> {
    Task {
      guard (try? await configuration.timekeeper.sleep(for: time)) != nil else { return }
      channel.close(promise: nil)
    }
  }

  private static func peer(of channel: any Channel) async throws -> WebRequest.Peer {
    guard case .unixDomainSocket? = channel.localAddress else {
      return .network(channel.remoteAddress?.ipAddress ?? "")
    }
    #if os(Linux)
    if let options = channel as? any SocketOptionProvider {
      let name = NIOBSDSocket.Option(rawValue: SO_PEERCRED)
      let peer: PeerCredentials = try await options.unsafeGetSocketOption(
        level: .socket,
        name: name
      ).get()
      return .local(user: peer.user)
    }
    #endif
    throw Problem(401, "peerUnknown", "The account at the other end of the socket is not known.")
  }
}

/// What Linux gives for SO_PEERCRED: `struct ucred`, which the C library hides from Swift.
private struct PeerCredentials {
  let process: Int32
  let user: UInt32
  let group: UInt32
}

/// The connection of a request.
struct ConnectionContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}
