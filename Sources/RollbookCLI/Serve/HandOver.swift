import Foundation
import LedgerStorage
import RemoteAPI
import Roster
import Synchronization
import VerbatimJSON

/// Hands a command line over to the service that writes to the ledger.
struct HandOver {
  private let socket: String
  private let environment: CommandEnvironment

  /// Finds the service; nil if none has the ledger's lock.
  init?(_ command: any WritingCommand, in environment: CommandEnvironment) throws {
    guard environment.kept == nil,
      let holder = WriterLock.holder(of: try command.global.settings(in: environment).ledger),
      let socket = holder.socket
    else { return nil }
    self.socket = socket
    self.environment = environment
  }

  /// Runs the command there, and prints here what it prints.
  ///
  /// - Parameters:
  ///   - words: The command line.
  ///   - files: The files that it reads.
  /// - Returns: The exit code of the command.
  /// - Throws: The error of the command; `HandOverError` if the service cannot be reached or ends.
  func run(_ words: [String], files: [String]) async throws -> ExitStatus {
    let request = try request(words, files)
    let environment = environment
    return try await LocalService.with(socket: socket) { service in
      let state = Mutex<(id: String, end: JSON?)>(("", nil))
      // Ctrl-C stops the command there; what it prints afterwards is still printed here.
      let stop = AsyncStream.makeStream(of: Void.self)
      environment.interruption.listen { _ in stop.continuation.yield() }
      let stopping = Task {
        for await _ in stop.stream {
          try? await service.pass(["stop": true], to: state.withLock { $0.id })
        }
      }
      defer { stopping.cancel() }
      do {
        try await service.post("/commands", request.bytes) { line in
          guard let json = try? JSON(parsing: line) else { return }
          if let id = json["id"]?.text { state.withLock { $0.id = id } }
          if json["exit"] != nil { state.withLock { $0.end = json } }
          try await present(json, state.withLock { $0.id }, service)
        }
      } catch let failure as LocalService.Failed {
        throw HandOverError(failure, socket: socket)
      }
      guard let end = state.withLock({ $0.end }) else { throw HandOverError.lost(socket: socket) }
      return try Self.status(of: end)
    }
  }

  private func request(_ words: [String], _ files: [String]) throws -> JSON {
    let contents = try files.map { name in
      let bytes = try environment.bytes(ofFile: name)
      return JSON.Member(key: name, value: .string(Data(bytes).base64EncodedString()))
    }
    return [
      "words": .strings(words), "files": .object(contents),
      "width": .optional(environment.output.resultWidth),
      "notesWidth": .optional(environment.output.notesWidth),
      "asks": .bool(environment.ask != nil),
    ]
  }

  private func present(_ json: JSON, _ id: String, _ service: LocalService) async throws {
    if let text = json["result"]?.text { try environment.output.result.write(text) }
    if let text = json["note"]?.text { try? environment.output.notes.write(text) }
    if let question = json["ask"]?.text {
      let reply = await environment.ask?(question) ?? ""
      try? await service.pass(["reply": .string(reply)], to: id)
    }
  }

  private static func status(of end: JSON) throws -> ExitStatus {
    let number = end["exit"]?.integer.flatMap { Int32(exactly: $0) }
    let exit = number.flatMap { ExitStatus(rawValue: $0) } ?? .software
    if let name = end["error"]?.text {
      throw RemoteError(errorCode: .init(name, exit), message: end["message"]?.text ?? "")
    }
    return exit
  }
}

extension LocalService {
  /// Passes a reply, or a request to stop, to a command that the service runs.
  fileprivate func pass(_ json: JSON, to id: String) async throws {
    try await post("/commands/\(id)", json.bytes) { _ in }
  }
}

/// The error with which a command ended in the service.
private struct RemoteError: UserFacingError {
  let errorCode: ErrorCode
  let message: String
}

/// Why a command could not be handed over, or what became of it is not known.
private enum HandOverError: UserFacingError {
  case unreachable(socket: String)
  case lost(socket: String)
  case refused(socket: String, status: Int, detail: String)

  init(_ failure: LocalService.Failed, socket: String) {
    switch failure {
    case .connection: self = .unreachable(socket: socket)
    case .status(let status, let body):
      let detail = (try? JSON(parsing: body))?["detail"]?.text ?? ""
      self = .refused(socket: socket, status: status, detail: detail)
    }
  }

  var errorCode: ErrorCode {
    switch self {
    case .unreachable, .lost: ErrorCode("serviceLost", .unavailable)
    case .refused: ErrorCode("serviceRefused", .noPermission)
    }
  }

  var message: String {
    switch self {
    case .unreachable(let socket), .lost(let socket):
      """
      The service at \(socket) writes to this ledger, and ended the connection before the command \
      had ended. `rollbook operations` says what was recorded.
      """
    case .refused(let socket, let status, let detail):
      "The service at \(socket) refused the command (\(status)): \(detail)"
    }
  }
}
