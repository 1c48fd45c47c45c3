package import RemoteAPI
package import Roster
package import TransparencyLog

/// Asks a witness over HTTP to cosign (C2SP tlog-witness).
package struct WitnessCall: Sendable {
  private let url: String
  private let transport: any Transport

  /// The time limit of a witness's response.
  private static let timeout = Duration.seconds(30)

  /// A witness.
  ///
  /// - Parameters:
  ///   - url: Its address, without `/add-checkpoint`.
  ///   - transport: Sends the call.
  package init(url: String, transport: any Transport) {
    self.url = url.utf8.last == 0x2F ? String(url.dropLast()) : url
    self.transport = transport
  }

  /// Sends the request, and again from the size that the witness returns, if it returns one.
  ///
  /// - Parameters:
  ///   - old: The size to begin with; nil for the recorded one.
  ///   - request: Makes the request from a size; nil for the recorded one.
  /// - Returns: The lines, unverified.
  /// - Throws: ``WitnessError``, `TransportError`, or errors of `request`.
  package func cosign(
    starting old: UInt64?,
    request: (UInt64?) throws -> AddCheckpointRequest
  ) async throws -> [NoteSignature] {
    var answer = try await send(request(old))
    // Others may use the same witness meanwhile, so that its size has grown again.
    for _ in 0..<3 {
      guard answer.status == 409, let size = Self.size(answer.body) else { break }
      answer = try await send(request(size))
    }
    return try lines(answer)
  }

  private func send(_ request: AddCheckpointRequest) async throws -> APIResponse {
    try await transport.send(
      APIRequest(
        method: .post,
        url: url + "/add-checkpoint",
        headers: [("Content-Type", "text/plain; charset=utf-8")],
        body: request.bytes,
        redacted: url + "/add-checkpoint"
      ),
      timeout: Self.timeout
    )
  }

  private func lines(_ answer: APIResponse) throws -> [NoteSignature] {
    switch answer.status {
    case 200:
      if let lines = try? NoteSignature.lines(parsing: answer.body) { return lines }
    case 403: throw WitnessError.distrusts(url: url)
    case 404: throw WitnessError.unknownLog(url: url)
    // For the same size with another root, some witnesses return a conflict, others unprocessable.
    case 409, 422: throw WitnessError.inconsistent(url: url)
    default: break
    }
    throw WitnessError.malformedResponse(url: url, status: answer.status)
  }

  /// The size in the body of a conflict response.
  private static func size(_ body: [UInt8]) -> UInt64? {
    guard body.last == TextBytes.lineFeed else { return nil }
    return CanonicalInteger.decode(body.dropLast())
  }
}

/// Why a witness did not cosign.
package enum WitnessError: UserFacingError, Hashable {
  /// It does not know the log.
  case unknownLog(url: String)
  /// It has another key for the log.
  case distrusts(url: String)
  /// It found that the head does not extend what it cosigned before.
  case inconsistent(url: String)
  /// Its response does not follow the protocol.
  case malformedResponse(url: String, status: Int)

  package var errorCode: ErrorCode {
    switch self {
    case .unknownLog: ErrorCode("witnessUnknownLog", .noPermission)
    case .distrusts: ErrorCode("witnessDistrusts", .noPermission)
    case .inconsistent: ErrorCode("witnessInconsistent", .badData)
    case .malformedResponse: ErrorCode("witnessMalformedResponse", .badData)
    }
  }

  package var message: String {
    switch self {
    case .unknownLog(let url):
      "The witness at \(url) does not know this log. The operator of the witness must add the log's public key."
    case .distrusts(let url):
      "The witness at \(url) knows this log by another key, and did not cosign."
    case .inconsistent(let url):
      "The witness at \(url) finds that this head does not continue what it cosigned before: the "
        + "ledger was rewritten, or is another copy. Run 'rollbook verify --full'."
    case .malformedResponse(let url, let status):
      "The witness at \(url) responded with status \(status) and no usable lines."
    }
  }
}
