package import Roster
import TransparencyLog

/// The reply of a time stamping authority, as far as it can be read without its certificate.
///
/// `openssl ts -verify` verifies the authority's signature.
package struct TimeStampReply: Hashable, Sendable {
  /// The time of the stamp in UTC, in the authority's form: `20260101000000Z`.
  package let time: String
  /// The SHA-256 that was stamped.
  package let imprint: [UInt8]

  /// Reads a reply.
  ///
  /// - Parameter bytes: The reply, in DER.
  /// - Throws: Why it is refused. It must grant a stamp over SHA-256.
  package init(parsing bytes: [UInt8]) throws(TimeStampRefusal) {
    do {
      var outer = DERReader(bytes)
      var reply = try outer.open(DER.sequence)
      guard outer.isAtEnd else { throw DERReader.Malformed() }
      var status = try reply.open(DER.sequence)
      let code = try status.take(DER.integer).reduce(0) { $0 << 8 | Int($1) }
      guard code < 2 else { throw TimeStampRefusal.notGranted(status: code) }
      var info = try Self.info(&reply)
      _ = try info.take(DER.integer)
      _ = try info.take(DER.identifier)
      var imprint = try info.open(DER.sequence)
      var algorithm = try imprint.open(DER.sequence)
      guard try algorithm.take(DER.identifier) == DER.sha256 else {
        throw TimeStampRefusal.otherData
      }
      self.imprint = try imprint.take(DER.octets)
      _ = try info.take(DER.integer)
      guard let time = String(validating: try info.take(DER.time), as: UTF8.self) else {
        throw DERReader.Malformed()
      }
      self.time = time
    } catch { throw error as? TimeStampRefusal ?? .malformed }
  }

  /// The stamped facts, which are nested in the signed data, the token and the reply.
  private static func info(_ reply: inout DERReader) throws(DERReader.Malformed) -> DERReader {
    var token = try reply.open(DER.sequence)
    guard reply.isAtEnd, try token.take(DER.identifier) == DER.signedData else {
      throw DERReader.Malformed()
    }
    var wrapped = try token.open(DER.context0)
    var signed = try wrapped.open(DER.sequence)
    _ = try signed.take(DER.integer)
    _ = try signed.take(DER.set)
    var content = try signed.open(DER.sequence)
    guard try content.take(DER.identifier) == DER.stampInfo else { throw DERReader.Malformed() }
    var octets = try content.open(DER.context0)
    var inner = try octets.open(DER.octets)
    return try inner.open(DER.sequence)
  }

  /// The reply, if it is for these bytes.
  ///
  /// - Parameter data: The bytes that should be stamped.
  /// - Returns: The reply itself.
  /// - Throws: `TimeStampRefusal.otherData`.
  package func granted(for data: [UInt8]) throws(TimeStampRefusal) -> TimeStampReply {
    guard imprint == MerkleHash.digest(of: data).bytes else { throw .otherData }
    return self
  }
}

/// A request to a time stamping authority (RFC 3161) to stamp the SHA-256 of some bytes.
package struct TimeStampQuery: Hashable, Sendable {
  /// The bytes of the request, in DER.
  package let bytes: [UInt8]

  /// Requests a stamp that contains the authority's certificate.
  ///
  /// It has no nonce: an older stamp of the same bytes would prove more, not less. So the same
  /// bytes always give the same request, the one of `openssl ts -query -data FILE -sha256 -cert
  /// -no_nonce`.
  ///
  /// - Parameter data: The bytes to stamp.
  package init(of data: [UInt8]) {
    let algorithm = DER.element(
      DER.sequence,
      DER.element(DER.identifier, DER.sha256) + [0x05, 0x00]
    )
    let digest = DER.element(DER.octets, MerkleHash.digest(of: data).bytes)
    let imprint = DER.element(DER.sequence, algorithm + digest)
    let version = DER.element(DER.integer, [1])
    let wantsCertificate: [UInt8] = [0x01, 0x01, 0xFF]
    bytes = DER.element(DER.sequence, version + imprint + wantsCertificate)
  }
}

/// Why a reply of a time stamping authority is refused.
package enum TimeStampRefusal: UserFacingError, Hashable {
  /// It is not a reply.
  case malformed
  /// The authority did not grant a stamp.
  case notGranted(status: Int)
  /// It is a stamp of other bytes.
  case otherData

  package var errorCode: ErrorCode {
    switch self {
    case .malformed: ErrorCode("timeStampMalformed", .badData)
    case .notGranted: ErrorCode("timeStampNotGranted", .badData)
    case .otherData: ErrorCode("timeStampOfOtherData", .badData)
    }
  }

  package var message: String {
    switch self {
    case .malformed:
      "The file is not the reply of a time stamping authority (RFC 3161, in DER)."
    case .notGranted(let status):
      "The authority did not grant the stamp (status \(status)); ask it why."
    case .otherData:
      "The stamp is of other bytes than any checkpoint of this log, or of another hash than SHA-256."
    }
  }
}
