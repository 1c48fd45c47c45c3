import Crypto
import RemoteAPI
import Roster

/// The signature of a log-in: it proves that the app's secret is known, without sending it.
enum LoginSignature {
  /// The SHA-256 of `secret:code:timestamp` in lowercase hexadecimal.
  ///
  /// - Parameters:
  ///   - secret: The app's secret.
  ///   - appCode: The app's code.
  ///   - moment: When the call is sent; its milliseconds are signed, and sent.
  /// - Returns: 64 digits.
  static func hex(secret: Secret, appCode: String, at moment: Instant) -> String {
    let text = "\(secret.revealed):\(appCode):\(moment.milliseconds)"
    var hash = SHA256()
    var bytes = Array(text.utf8)
    bytes.withUnsafeMutableBytes { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    return hash.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
