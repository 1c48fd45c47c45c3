import Foundation

/// A PostgreSQL server of the tests' own, in a temporary folder, reached by a socket in it.
package struct PostgresServer: Sendable {
  /// The folder with the server's socket.
  package let folder: String
  /// The folder with the server's files.
  package var files: String { folder + "/data" }

  /// The server of the suite that runs.
  @TaskLocal package static var current: PostgresServer?

  /// The folder with the server's programs, of the latest version; nil if none is installed.
  package static let programs: String? = {
    let base = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
    let found = versions.compactMap { Int($0) }.sorted().map { "\(base)/\($0)/bin" }
    return found.last { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
  }()

  /// Runs a server while `body` runs.
  ///
  /// - Throws: What `body` throws; `Unusable` if the server does not start.
  package static func run(while body: @Sendable () async throws -> Void) async throws {
    guard let programs else { return try await body() }
    let folder = "/tmp/rollbook-pg-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let server = PostgresServer(folder: folder)
    if geteuid() == 0 { chown(folder, nobody, nobody) }
    let made = try await command(
      programs + "/initdb",
      [
        "-D", server.files, "-U", "rollbook", "-A", "trust", "-E", "UTF8", "--locale=C",
        "--no-sync",
      ]
    )
    guard made.status == 0 else { throw Unusable(why: made.text) }
    let options = ["-c", "fsync=off", "-c", "listen_addresses=", "-c", "max_connections=30"]
    var failure: (any Error)?
    let ending = try await command(
      programs + "/postgres",
      ["-D", server.files, "-k", folder] + options
    ) { stop in
      do {
        try await server.wait()
        try await $current.withValue(server) { try await body() }
      } catch { failure = error }
      try stop(.interrupt)
    }
    if let failure { throw failure is Unusable ? Unusable(why: ending.text) : failure }
  }

  /// Why a server cannot be used.
  package struct Unusable: Error {
    /// What its programs said.
    package let why: String

    /// Says why.
    package init(why: String) { self.why = why }
  }

  private static let nobody: UInt32 = 65_534

  /// Runs a program of the server, which refuses to run as root.
  private static func command(
    _ program: String,
    _ arguments: [String],
    meanwhile: (_ stop: @Sendable (ChildProcess.Stop) throws -> Void) async throws -> Void = { _ in
    }
  ) async throws -> ChildProcess.Ending {
    let folder = URL(fileURLWithPath: "/tmp")
    guard geteuid() == 0 else {
      let program = URL(fileURLWithPath: program)
      return try await ChildProcess.run(program, arguments, in: folder, meanwhile: meanwhile)
    }
    guard let setpriv = ChildProcess.installed("setpriv") else { throw Unusable(why: "no setpriv") }
    let account = ["--reuid=\(nobody)", "--regid=\(nobody)", "--clear-groups", program]
    return try await ChildProcess.run(
      setpriv,
      account + arguments,
      in: folder,
      meanwhile: meanwhile
    )
  }

  /// Waits until the server listens.
  private func wait() async throws {
    for _ in 0..<200 {
      let state = FileManager.default.contents(atPath: files + "/postmaster.pid")
      if state?.has("ready") == true { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw Unusable(why: "it does not listen")
  }

  /// The address of a database.
  package func address(_ database: String, port: Int = 5432) -> String {
    "host=\(folder) port=\(port) user=rollbook dbname=\(database)"
  }
}
