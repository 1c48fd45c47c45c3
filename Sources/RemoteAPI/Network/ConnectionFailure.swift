import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// Why there was no connection, in one sentence that names host and port and says what to do.
struct ConnectionFailure {
  /// The called host and port.
  let place: String
  /// The proxy through which.
  let proxy: Proxy?
  /// The error of the connection.
  let error: any Error

  /// The sentence; it never contains a path, a query or a password.
  var sentence: String {
    switch error {
    case let error as NIOConnectionError:
      guard let first = error.connectionErrors.first else { return nameNotFound(error.host) }
      return ConnectionFailure(place: place, proxy: proxy, error: first.error).sentence
    case let error as IOError: return sentence(of: error)
    case let error as HTTPClientError: return sentence(of: error)
    case is NIOSSLExtraError:
      return reported(place, "showed the certificate of another name", advice: "check the address")
    case let error as NIOSSLError: return sentence(of: error)
    default: return reported(nearest, "took no connection (\(error))", advice: Self.network)
    }
  }

  private static let network = "check the address and the network"
  private static let proxyAdvice =
    "check the proxy's address (HTTPS_PROXY, or network.proxy in rollbook.yaml)"

  /// The place that the connection is made to: the proxy, if there is one.
  private var nearest: String { proxy.map { "the proxy \($0.place)" } ?? place }

  private func reported(_ who: String, _ what: String, advice: String) -> String {
    let sent = who == place ? "nothing was sent" : "nothing was sent to \(place)"
    let first = who.prefix(1).uppercased() + who.dropFirst()
    return "\(who == place ? who : first) \(what), so \(sent): \(advice)."
  }

  private func nameNotFound(_ host: String) -> String {
    guard proxy == nil else {
      return reported(nearest, "has a name that was not found", advice: Self.proxyAdvice)
    }
    return reported(
      place,
      "has a name that was not found",
      advice: "check the address and this machine's name server, or name the proxy in HTTPS_PROXY"
    )
  }

  private func sentence(of error: IOError) -> String {
    switch error.errnoCode {
    case ECONNREFUSED:
      reported(
        nearest,
        "refused the connection",
        advice: proxy == nil
          ? "check the address, and that its server runs" : "\(Self.proxyAdvice), and that it runs"
      )
    case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EADDRNOTAVAIL:
      reported(
        nearest,
        "cannot be reached from this machine",
        advice: proxy == nil
          ? "check the network, and whether a proxy must be named (HTTPS_PROXY)" : Self.proxyAdvice
      )
    default:
      reported(
        nearest,
        "took no connection (\(String(cString: strerror(error.errnoCode))))",
        advice: Self.network
      )
    }
  }

  private func sentence(of error: HTTPClientError) -> String {
    switch error {
    case .connectTimeout, .deadlineExceeded:
      reported(
        nearest,
        "did not take the connection in time",
        advice: proxy == nil
          ? "check the network, and whether a proxy must be named (HTTPS_PROXY)" : Self.proxyAdvice
      )
    case .httpProxyHandshakeTimeout:
      reported(nearest, "did not respond in time", advice: Self.proxyAdvice)
    case .proxyAuthenticationRequired:
      reported(
        nearest,
        proxy?.user == nil ? "wants a user and a password" : "refused the user and the password",
        advice: "set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT"
      )
    case .invalidProxyResponse:
      reported(
        nearest,
        "does not let connections through to it",
        advice: "ask the operator of the proxy, or name the host in NO_PROXY"
      )
    case .tlsHandshakeTimeout: withoutTLS("in time")
    case .remoteConnectionClosed where proxy != nil:
      reported(nearest, "closed the connection", advice: Self.proxyAdvice)
    default:
      reported(
        nearest,
        "took no connection (\(error.shortDescription.lowercased()))",
        advice: Self.network
      )
    }
  }

  private func sentence(of error: NIOSSLError) -> String {
    let text = String(describing: error)
    if text.contains("CERTIFICATE_VERIFY_FAILED") || text.contains("unableToValidateCertificate") {
      return reported(
        place,
        "showed a certificate that no trusted authority signed, or that is not valid today",
        advice: "name the certificate file of a private authority in ROLLBOOK_CA_FILE (or "
          + "network.caFile in rollbook.yaml)"
      )
    }
    return withoutTLS(text.contains("WRONG_VERSION_NUMBER") ? "and spoke something else" : "")
  }

  private func withoutTLS(_ how: String) -> String {
    reported(
      place,
      "did not agree on TLS" + (how.isEmpty ? "" : " \(how)"),
      advice: "check that the address is right, and that https is spoken at this port"
    )
  }
}
