import NIOSSL
package import Roster

extension WebServer.CertificateFiles {
  /// When the certificate is no longer valid.
  ///
  /// - Throws: ``WebServerError`` if the files cannot be read.
  package func end() throws(WebServerError) -> Instant {
    do {
      let ends = try NIOSSLCertificate.fromPEMFile(certificate).map(\.notValidAfter)
      // A chain is valid as long as each certificate in it is.
      guard let end = ends.min() else {
        throw WebServerError.certificate(path: certificate, reason: "it has no certificate")
      }
      _ = try NIOSSLPrivateKey(file: key, format: .pem)
      return Instant(milliseconds: Int64(end) * 1000)
    } catch let error as WebServerError {
      throw error
    } catch {
      throw .certificate(path: "\(certificate), \(key)", reason: "\(error)")
    }
  }
}
