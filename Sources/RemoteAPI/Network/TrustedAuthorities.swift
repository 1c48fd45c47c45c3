import NIOSSL

/// The certificates of authorities that are trusted besides those of the system.
package final class TrustedAuthorities: Sendable {
  /// Why a file names no authority, phrased to follow "cannot be used: ".
  package struct Refused: Error, Hashable {
    /// What is wrong.
    package let problem: String
  }

  let certificates: [NIOSSLCertificate]

  /// Reads a file of certificates in the PEM form (`-----BEGIN CERTIFICATE-----`), one or several.
  ///
  /// - Parameter bytes: The file.
  /// - Throws: What is wrong with it.
  package init(pem bytes: [UInt8]) throws(Refused) {
    let certificates: [NIOSSLCertificate]
    do {
      certificates = try NIOSSLCertificate.fromPEMBytes(bytes)
    } catch {
      throw Refused(problem: "it has no certificate in the PEM form")
    }
    guard !certificates.isEmpty else {
      throw Refused(problem: "it has no certificate in the PEM form")
    }
    self.certificates = certificates
  }

  /// The TLS configuration of a client that trusts these and the system's.
  var configuration: TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.additionalTrustRoots = [.certificates(certificates)]
    return configuration
  }
}
