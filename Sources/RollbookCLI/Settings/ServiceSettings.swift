import Foundation
import RemoteAPI
import WebServer

/// The section `service` of the settings: where `rollbook serve` listens.
struct ServiceSettings: Hashable, Sendable {
  let listen: String?
  /// The path of the unix socket; nil for the one beside the ledger.
  let socket: String?
  let metrics: String?
  /// The address that clients use; nil if it is the one where the service listens.
  let publicURL: String?
  /// The networks of the proxies that say for whom they ask.
  let trustedProxies: [IPNetwork]
  let certificate: WebServer.CertificateFiles?

  /// - Parameters:
  ///   - file: The section.
  ///   - path: Makes a path in the file's folder absolute.
  /// - Throws: `SettingsError.badValue`.
  init(_ file: SettingsFile.Service, path: (String?) -> String?) throws(SettingsError) {
    listen = try Self.address(file.listen, "listen")
    metrics = try Self.address(file.metrics, "metrics")
    socket = path(file.socket)
    if let text = file.publicURL {
      guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host() != nil
      else {
        let problem = "must be an address like https://rollbook.example.cn"
        throw .badValue(source: "`service.publicURL`", problem: problem)
      }
    }
    publicURL = file.publicURL
    trustedProxies = try (file.trustedProxies ?? ["127.0.0.0/8", "::1"]).map(Self.network)
    switch (path(file.tls.certificate), path(file.tls.key)) {
    case (nil, nil): certificate = nil
    case (let certificate?, let key?):
      self.certificate = WebServer.CertificateFiles(certificate: certificate, key: key)
    default:
      throw .badValue(source: "`service.tls`", problem: "must have both `certificate` and `key`")
    }
  }

  private static func network(_ text: String) throws(SettingsError) -> IPNetwork {
    guard let network = IPNetwork(text) else {
      let problem = "has `\(text)`, which is neither an address nor a network like 10.0.0.0/8"
      throw .badValue(source: "`service.trustedProxies`", problem: problem)
    }
    return network
  }

  private static func address(_ text: String?, _ key: String) throws(SettingsError) -> String? {
    guard let text else { return nil }
    guard WebAddress(text) != nil else {
      throw .badValue(source: "`service.\(key)`", problem: "must be HOST:PORT")
    }
    return text
  }
}

extension ServiceSettings {
  /// The address that clients use of a service that listens at `HOST:PORT`.
  func url(at place: String) -> String {
    publicURL ?? "\(certificate == nil ? "http" : "https")://\(place)"
  }
}
