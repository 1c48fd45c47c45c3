package import Foundation
import Subprocess
import SystemPackage

/// A program that a test runs as a process of its own.
///
/// Foundation's `Process` is not for these tests: if the process that starts it has more than about
/// 1,360 files open, as tests that run in parallel have, it reads past their names and crashes.
package enum ChildProcess {
  /// How one ended.
  package struct Ending: Hashable, Sendable {
    /// Its exit status; nil if a signal ended it.
    package let status: Int32?
    /// The signal that ended it; nil if it ended by itself.
    package let signal: Int32?
    /// What it said on standard output.
    package let output: [UInt8]
    /// What it said on standard error.
    package let errors: [UInt8]

    /// What it said, as text: its standard output, then its standard error.
    package var text: String { String(decoding: output + errors, as: UTF8.self) }
  }

  /// A signal that asks a program to stop.
  package enum Stop: CaseIterable, Sendable {
    /// Ctrl-C (SIGINT).
    case interrupt
    /// A request to terminate (SIGTERM).
    case terminate
    /// Its terminal is gone (SIGHUP).
    case hangUp

    fileprivate var signal: Signal {
      switch self {
      case .interrupt: .interrupt
      case .terminate: .terminate
      case .hangUp: .terminalClosed
      }
    }
  }

  private static let outputLimit = 256 << 20

  /// The path of a program beside the tests that run.
  ///
  /// - Parameter name: Its name.
  /// - Returns: Its path, whether or not it exists.
  package static func besideTests(_ name: String) -> URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent(name)
  }

  /// The path of a program of this machine.
  ///
  /// - Parameter name: Its name.
  /// - Returns: Its path; nil if no folder of `PATH` has it.
  package static func installed(_ name: String) -> URL? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { URL(fileURLWithPath: "\($0)/\(name)") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// Runs a program, and waits for its end.
  ///
  /// - Parameters:
  ///   - program: Where it is.
  ///   - arguments: The words of the command line.
  ///   - environment: All the variables it sees; nil for those of the tests.
  ///   - folder: Its working folder.
  ///   - meanwhile: What is done while it runs; it is given a way to send the program a signal.
  /// - Returns: How it ended.
  /// - Throws: Where it cannot be started, or says more than 256 MB; what `meanwhile` throws.
  package static func run(
    _ program: URL,
    _ arguments: [String],
    environment: [String: String]? = nil,
    in folder: URL,
    meanwhile: (_ stop: @Sendable (Stop) throws -> Void) async throws -> Void = { _ in }
  ) async throws -> Ending {
    let variables = environment.map { variables in
      Environment.custom(
        Dictionary(uniqueKeysWithValues: variables.map { (.init(stringLiteral: $0.key), $0.value) })
      )
    }
    let result = try await Subprocess.run(
      .path(FilePath(program.path)),
      arguments: Arguments(arguments),
      environment: variables ?? .inherit,
      workingDirectory: FilePath(folder.path),
      input: .none,
      output: .bytes(limit: outputLimit),
      error: .bytes(limit: outputLimit)
    ) { execution in
      try await meanwhile { try execution.send(signal: $0.signal) }
    }
    let (status, signal): (Int32?, Int32?) =
      switch result.terminationStatus {
      case .exited(let code): (code, nil)
      case .signaled(let code): (nil, code)
      }
    return Ending(
      status: status,
      signal: signal,
      output: result.standardOutput,
      errors: result.standardError
    )
  }
}
