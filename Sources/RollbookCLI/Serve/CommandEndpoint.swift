import Foundation
import Roster
import Synchronization
import Tables
import VerbatimJSON
import WebServer

/// Runs command lines for other processes on this machine, as the service.
///
/// `POST /commands` with `{"words","files","width","notesWidth","asks"}` streams lines: `{"id"}`,
/// then `{"result"}`, `{"note"}` and `{"ask"}`, and at the end `{"exit"}` with `{"error"}` if there
/// was one. `POST /commands/ID` with `{"reply"}` replies to a question, with `{"stop"}` stops it.
final class CommandEndpoint: Sendable {
  private struct Running {
    let interruption: Interruption
    var replies: [CheckedContinuation<String, Never>] = []
  }

  private static let bodyLimit = 400 << 20
  private let kept: KeptLedger
  private let environment: CommandEnvironment
  private let running = Mutex<[String: Running]>([:])
  private let isClosed = Mutex(false)

  init(kept: KeptLedger, environment: CommandEnvironment) {
    self.kept = kept
    self.environment = environment
  }

  /// Stops all commands in good order, and takes no more.
  func close() async {
    isClosed.withLock { $0 = true }
    for command in running.withLock({ Array($0.values) }) {
      command.interruption.happen(.terminate)
      command.replies.forEach { $0.resume(returning: "") }
    }
    while running.withLock({ !$0.isEmpty }) { try? await Task.sleep(for: .milliseconds(20)) }
  }

  /// Answers a request under `/commands`.
  ///
  /// - Parameters:
  ///   - request: The request, from a process on this machine.
  ///   - actor: The account at the other end, as the log names it.
  /// - Throws: ``Problem``.
  func respond(to request: WebRequest, actor: Verbatim) async throws -> WebResponse {
    guard request.method == "POST" else {
      throw Problem(405, "methodNotAllowed", "Commands are sent with POST.", exit: .usage)
    }
    let body = try await request.body(limit: Self.bodyLimit)
    guard let json = try? JSON(parsing: body) else {
      throw Problem(400, "badBody", "The body is no JSON.", exit: .usage)
    }
    if request.path.count == 2 { return try tell(request.path[1], json) }
    guard let words = json["words"]?.elements?.compactMap(\.text) else {
      throw Problem(400, "badBody", "The body has no words.", exit: .usage)
    }
    if isClosed.withLock({ $0 }) { throw Problem(503, "shuttingDown", "The service is stopping.") }
    return WebResponse(
      type: "application/x-ndjson",
      body: .stream { stream in await self.run(words, json, actor, stream) }
    )
  }

  private func tell(_ id: String, _ json: JSON) throws -> WebResponse {
    let found = running.withLock { running -> Running? in
      guard let command = running[id] else { return nil }
      if json["reply"] != nil { running[id]?.replies = [] }
      return command
    }
    guard let found else {
      throw Problem(404, "commandUnknown", "The command has ended.", exit: .usage)
    }
    if let reply = json["reply"]?.text { found.replies.forEach { $0.resume(returning: reply) } }
    if json["stop"] != nil { found.interruption.happen(.interrupt) }
    return WebResponse(204)
  }

  private func run(
    _ words: [String],
    _ json: JSON,
    _ actor: Verbatim,
    _ stream: any WebStream
  ) async {
    let id = String(UInt64.random(in: 1 << 60 ... .max), radix: 36)
    let interruption = Interruption(listensToSignals: false)
    running.withLock { $0[id] = Running(interruption: interruption) }
    defer { running.withLock { $0[id] = nil } }
    let lines = LineStream(stream)
    try? lines.send(["id": .string(id)])
    let own = environment(json, actor, interruption, lines, id)
    // A client that goes stops its command as Ctrl-C does.
    let end: JSON = await withTaskCancellationHandler {
      await end(of: words, in: own)
    } onCancel: {
      interruption.happen(.hangUp)
    }
    try? lines.send(end)
  }

  private func end(of words: [String], in environment: CommandEnvironment) async -> JSON {
    do {
      // Not as a part of this request, whose cancellation would cancel the operation at once.
      let task = Task(executorPreference: CommandThreads.shared) {
        try await Program.execute(words, in: environment)
      }
      return ["exit": .integer(try await task.value.rawValue)]
    } catch {
      let failure = Failure(error)
      let cause = failure.code.exit == .interrupted ? environment.interruption.cause : nil
      return [
        "exit": .integer((cause?.exit ?? failure.code.exit).rawValue),
        "error": .string(failure.code.name), "message": .string(failure.message),
      ]
    }
  }

  private func environment(
    _ json: JSON,
    _ actor: Verbatim,
    _ interruption: Interruption,
    _ lines: LineStream,
    _ id: String
  ) -> CommandEnvironment {
    var own = environment
    own.output = Output(
      result: LineSink(lines: lines, member: "result"),
      notes: LineSink(lines: lines, member: "note"),
      resultWidth: json["width"]?.integer.map { Int($0) },
      notesWidth: json["notesWidth"]?.integer.map { Int($0) }
    )
    own.actor = actor
    own.interruption = interruption
    own.halt = nil
    own.kept = kept
    own.files = Dictionary(
      (json["files"]?.members ?? []).map { ($0.key, Self.bytes($0.value)) },
      uniquingKeysWith: { $1 }
    )
    own.ask = json["asks"]?.boolean == true ? { await self.ask($0, id, lines) } : nil
    return own
  }

  private static func bytes(_ file: JSON) -> [UInt8] {
    Data(base64Encoded: file.text ?? "").map(Array.init) ?? []
  }

  private func ask(_ question: String, _ id: String, _ lines: LineStream) async -> String {
    await withCheckedContinuation { continuation in
      running.withLock { $0[id]?.replies.append(continuation) }
      do { try lines.send(["ask": .string(question)]) } catch {
        let waiting = running.withLock { running -> [CheckedContinuation<String, Never>] in
          defer { running[id]?.replies = [] }
          return running[id]?.replies ?? []
        }
        waiting.forEach { $0.resume(returning: "") }
      }
    }
  }
}

/// Sends JSON objects, one a line.
private final class LineStream: Sendable {
  private let stream: any WebStream
  private let order = Mutex(())

  init(_ stream: any WebStream) { self.stream = stream }

  func send(_ json: JSON) throws {
    try order.withLock { _ in try stream.writeAndWait(json.bytes + [UInt8(ascii: "\n")]) }
  }
}

/// Sends what a command prints.
private struct LineSink: Sink {
  let lines: LineStream
  let member: String

  func write(_ text: String) throws {
    do { try lines.send(.object([JSON.Member(key: member, value: .string(text))])) } catch {
      throw OutputError.closed
    }
  }

  func flush() {}
}
