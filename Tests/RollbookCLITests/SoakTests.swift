import Foundation
import RollbookTestSupport
import Testing

/// The short version of `make soak`: the whole service under load, and killed.
@Suite struct SoakTests {
  private static let python = ChildProcess.installed("python3")

  @Test(.enabled(if: python != nil, "python3 is not installed"))
  func `a service that is killed under load loses no row, and sends none twice`() async throws {
    let python = try #require(Self.python)
    let folder = try TemporaryFolder()
    let ending = try await ChildProcess.run(
      python,
      [
        Repository.root.appendingPathComponent("Tests/Soak/soak.py").path,
        ChildProcess.besideTests("rollbook").path,
        "--seconds", "15", "--people", "40", "--readers", "4", "--kills", "2", "--faults", "none",
      ],
      environment: ["PATH": "/usr/bin:/bin"],
      in: folder.url
    )
    #expect(ending.status == 0, "\(ending.text)")
  }
}
