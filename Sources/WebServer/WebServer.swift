import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
package import Roster
import ServiceLifecycle

/// A server at one address: plain, behind TLS, or on a unix socket.
///
/// Example: `try await WebServer.start(at: .host("127.0.0.1", port: 0), configuration) { request in
/// WebResponse(type: "text/plain", body: .bytes(Array("hello".utf8))) }`.
package final class WebServer: Sendable {
  /// Answers a request.
  ///
  /// A ``Problem`` that it throws is the response; another error is reported
  /// without its text, which could hold anything.
  package typealias Handler = @Sendable (WebRequest) async throws -> WebResponse

  /// The limits of a server, and what it reports.
  package struct Configuration: Sendable {
    /// The hosts for which it answers, in small letters; nil for every host.
    package var hosts: Set<String>?
    /// The largest number of open connections; further ones wait.
    package var connections = 12_000
    /// How long a connection may be open without a complete request.
    package var idleTime = Duration.seconds(30)
    /// The files of the certificate and its key; nil for a server without TLS.
    package var certificate: CertificateFiles?
    /// Gets a line about a failure inside the service, without personal data.
    package var failed: @Sendable (String) -> Void = { _ in }
    /// Gets the route, the method, the status and the time of each response.
    package var answered: @Sendable (String, String, Int, Duration) -> Void = { _, _, _, _ in }

    /// The clock of the limits.
    package let timekeeper: any Timekeeper

    package init(timekeeper: any Timekeeper) { self.timekeeper = timekeeper }

    func accepts(_ host: String?) -> Bool {
      guard let hosts else { return true }
      return host.map(hosts.contains) ?? false
    }
  }

  /// The PEM files with which a server proves who it is.
  package struct CertificateFiles: Hashable, Sendable {
    /// The path of the certificate, followed by its chain.
    package let certificate: String
    /// The path of the private key.
    package let key: String

    package init(certificate: String, key: String) {
      self.certificate = certificate
      self.key = key
    }

    /// The settings of TLS: version 1.2 or later.
    fileprivate func configuration() throws(WebServerError) -> TLSConfiguration {
      do {
        let chain = try NIOSSLCertificate.fromPEMFile(certificate)
        var tls = TLSConfiguration.makeServerConfiguration(
          certificateChain: chain.map { .certificate($0) },
          privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
        )
        tls.minimumTLSVersion = .tlsv12
        _ = try NIOSSLContext(configuration: tls)
        return tls
      } catch {
        throw .certificate(path: "\(certificate), \(key)", reason: "\(error)")
      }
    }
  }

  /// The port; 0 for a unix socket.
  package let port: Int
  private let running: Task<Void, any Error>
  private let group: ServiceGroup
  private let timekeeper: any Timekeeper

  private init(
    port: Int,
    running: Task<Void, any Error>,
    group: ServiceGroup,
    timekeeper: any Timekeeper
  ) {
    self.port = port
    self.running = running
    self.group = group
    self.timekeeper = timekeeper
  }

  /// Starts a server.
  ///
  /// - Parameters:
  ///   - address: Where it listens; an existing unix socket is replaced.
  ///   - configuration: Its limits.
  ///   - handler: Answers requests.
  /// - Returns: The server, which listens; stop it when done.
  /// - Throws: ``WebServerError``.
  package static func start(
    at address: WebAddress,
    _ configuration: Configuration,
    handler: @escaping Handler
  ) async throws(WebServerError) -> WebServer {
    let (ports, continuation) = AsyncStream.makeStream(of: Result<Int, WebServerError>.self)
    let logger = Logger(label: "web") { _ in SwiftLogNoOpLogHandler() }
    let tls: TLSConfiguration? =
      if let files = configuration.certificate { try files.configuration() } else { nil }
    let connections = OpenConnections()
    let application = Application(
      responder: WebResponder(
        configuration: configuration,
        connections: connections,
        handler: handler
      ),
      server: builder(configuration, tls, connections),
      configuration: ApplicationConfiguration(
        address: address.bound,
        availableConnectionsDelegate: MaximumAvailableConnections(configuration.connections)
      ),
      onServerRunning: { continuation.yield(.success($0.localAddress?.port ?? 0)) },
      logger: logger
    )
    let group = ServiceGroup(configuration: .init(services: [application], logger: logger))
    let running = Task<Void, any Error> {
      do { try await group.run() } catch {
        let reason = (error as? IOError)?.description ?? "\(error)"
        continuation.yield(.failure(.cannotListen(at: address.text, reason: reason)))
      }
      continuation.finish()
    }
    for await outcome in ports {
      return WebServer(
        port: try outcome.get(),
        running: running,
        group: group,
        timekeeper: configuration.timekeeper
      )
    }
    throw .cannotListen(at: address.text, reason: "the server stopped before it listened")
  }

  private static func builder(
    _ configuration: Configuration,
    _ tls: TLSConfiguration?,
    _ connections: OpenConnections
  ) -> HTTPServerBuilder {
    HTTPServerBuilder { responder in
      let plain = RequestChannel(
        responder: responder,
        idleTime: configuration.idleTime,
        connections: connections
      )
      guard let tls else { return plain }
      return try TLSChannel(plain, tlsConfiguration: tls)
    }
  }

  /// Takes no further connection, lets requests under way end, and closes what is left.
  ///
  /// - Parameter time: How long requests may take to end.
  package func stop(within time: Duration) async {
    await group.triggerGracefulShutdown()
    let limit = Task {
      guard (try? await timekeeper.sleep(for: time)) != nil else { return }
      running.cancel()
    }
    _ = try? await running.value
    limit.cancel()
  }
}
