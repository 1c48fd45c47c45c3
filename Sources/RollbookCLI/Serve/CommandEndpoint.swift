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
    var task: Task<ExitStatus, any Error>?
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
    let commands = running.withLock { $0 }
    for (id, command) in commands {
      command.interruption.happen(.terminate)
      reply("", to: id)
    }
    for command in commands.values { _ = await command.task?.result }
  }

  /// Answers a request under `/commands`.
  ///
  /// - Parameters:
  ///   - request: The request, from a process on this machine.
  ///   - actor: The account at the other end, as the log names it.
  /// - Returns: The response; that to a command is a stream.
  /// - Throws: ``Problem``.
  func respond(to request: WebRequest, actor: Verbatim) async throws -> WebResponse {
    guard request.method == "POST" else {
      throw Problem(405, "methodNotAllowed", "Commands are sent with POST.", exit: .usage)
    }
    let body = try await request.body(limit: Self.bodyLimit)
    guard let json = try? JSON(parsing: body) else {
      throw Problem(400, "badBody", "The body is no JSON.", exit: .usage)
    }
    if request.path.count == 2 { return try pass(json, to: request.path[1]) }
    guard let words = json["words"]?.elements?.compactMap(\.text) else {
      throw Problem(400, "badBody", "The body has no words.", exit: .usage)
    }
    if isClosed.withLock({ $0 }) { throw Problem.stopping }
    return WebResponse(
      type: "application/x-ndjson",
      body: .stream { stream in await self.run(words, json, actor, request.id, stream) }
    )
  }

  /// Passes a reply, or a request to stop, to a command that runs.
  private func pass(_ json: JSON, to id: String) throws -> WebResponse {
    guard let interruption = running.withLock({ $0[id]?.interruption }) else {
      throw Problem(404, "commandUnknown", "The command has ended.", exit: .usage)
    }
    if let text = json["reply"]?.text { reply(text, to: id) }
    if json["stop"] != nil {
      interruption.happen(.interrupt)
      reply("", to: id)
    }
    return WebResponse(204)
  }

  private func run(
    _ words: [String],
    _ json: JSON,
    _ actor: Verbatim,
    _ trace: String,
    _ stream: any WebStream
  ) async {
    let id = String(UInt64.random(in: 1 << 60 ... .max), radix: 36)
    let interruption = Interruption(listensToSignals: false)
    running.withLock { $0[id] = Running(interruption: interruption) }
    defer { running.withLock { $0[id] = nil } }
    let lines = LineStream(stream)
    try? await lines.send(["id": .string(id)])
    var own = environment(json, actor, interruption, lines, id)
    own.trace = trace
    // A client that goes stops its command as Ctrl-C does.
    let end: JSON = await withTaskCancellationHandler {
      await self.end(of: words, in: own, id)
    } onCancel: {
      interruption.happen(.hangUp)
      self.reply("", to: id)
    }
    try? await lines.send(end)
  }

  private func end(
    of words: [String],
    in environment: CommandEnvironment,
    _ id: String
  ) async -> JSON {
    do {
      // Not as a part of this request, whose cancellation would cancel the operation at once.
      let task = Task(executorPreference: CommandThreads.shared) {
        try await Program.execute(words, in: environment)
      }
      running.withLock { $0[id]?.task = task }
      return ["exit": .integer(try await task.value.rawValue)]
    } catch {
      let failure = Failure(error)
      return [
        "exit": .integer(failure.exit(after: environment.interruption).rawValue),
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
      resultWidth: Self.width(json["width"]),
      notesWidth: Self.width(json["notesWidth"])
    )
    own.actor = actor
    own.interruption = interruption
    own.halt = nil
    own.kept = kept
    own.files = Dictionary(
      (json["files"]?.members ?? []).map { ($0.key, Self.bytes($0.value)) },
      uniquingKeysWith: { $1 }
    )
    own.ask = nil
    if json["asks"]?.boolean == true {
      own.ask = { @Sendable question in await self.ask(question, id, lines) }
    }
    return own
  }

  private static func width(_ json: JSON?) -> Int? { json?.integer.map { Int($0) } }

  private static func bytes(_ file: JSON) -> [UInt8] {
    Data(base64Encoded: file.text ?? "").map(Array.init) ?? []
  }

  private func ask(_ question: String, _ id: String, _ lines: LineStream) async -> String {
    await withCheckedContinuation { continuation in
      self.wait(continuation, question, id, lines)
    }
  }

  private func wait(
    _ continuation: CheckedContinuation<String, Never>,
    _ question: String,
    _ id: String,
    _ lines: LineStream
  ) {
    running.withLock { $0[id]?.replies.append(continuation) }
    do { try lines.sendAndWait(["ask": .string(question)]) } catch { reply("", to: id) }
  }

  private func reply(_ text: String, to id: String) {
    let waiting = running.withLock { running in
      defer { running[id]?.replies = [] }
      return running[id]?.replies ?? []
    }
    for continuation in waiting { continuation.resume(returning: text) }
  }
}

/// Sends JSON objects, one a line.
private final class LineStream: Sendable {
  private let stream: any WebStream
  private let order = Mutex(())

  init(_ stream: any WebStream) { self.stream = stream }

  /// Sends a line while the command does not run, on a thread that must not wait.
  func send(_ json: JSON) async throws { try await stream.write(Self.line(json)) }

  /// Sends a line of the command, on one of its threads.
  func sendAndWait(_ json: JSON) throws {
    try order.withLock { _ in try stream.writeAndWait(Self.line(json)) }
  }

  private static func line(_ json: JSON) -> [UInt8] { json.bytes + [UInt8(ascii: "\n")] }
}

/// Sends what a command prints.
private struct LineSink: Sink {
  let lines: LineStream
  let member: String

  func write(_ text: String) throws {
    do { try lines.sendAndWait(.object([JSON.Member(key: member, value: .string(text))])) } catch {
      throw OutputError.closed
    }
  }

  func flush() {}
}
