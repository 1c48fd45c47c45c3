import Foundation
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

/// What `doctor --service` says, with and without a running service.
@Suite struct ServiceDoctorTests {
  private var stage: Stage

  init() async throws {
    stage = try Stage()
    _ = await stage.run("init")
  }

  /// The verdict and the message of each check.
  private func looks(_ stage: Stage) async throws -> [String: (verdict: String, text: String)] {
    let run = await stage.run("doctor", "--service", "--format", "json")
    let checks = try JSON(parsing: Array(run.result.utf8)).elements ?? []
    return Dictionary(
      checks.map {
        ($0["check"]?.text ?? "", ($0["verdict"]?.text ?? "", $0["message"]?.text ?? ""))
      },
      uniquingKeysWith: { $1 }
    )
  }

  @Test func `without a service its socket is not looked for, and the rest is`() async throws {
    let looks = try await looks(stage)
    #expect(looks["socket"]?.verdict == "skipped" && looks["answer"]?.verdict == "skipped")
    #expect(looks["listen"]?.verdict == "ok" && looks["signingKey"]?.verdict == "ok")
    #expect(looks["lastHead"]?.verdict == "warn")
    #expect(looks["certificate"] == nil && looks["robot"] == nil && looks["webhooks"] == nil)
    let usual = await stage.run("doctor", "--format", "json")
    #expect(!usual.result.contains("signingKey"))
  }

  @Test func `a running service answers at a socket of its own`() async throws {
    let interruption = Interruption(listensToSignals: false)
    let sink = MemorySink()
    let running = stage
    let ended = Task {
      await running.run(
        ["serve", "--listen", "127.0.0.1:0", "--format", "json"],
        interruption: interruption,
        result: sink
      )
    }
    while !sink.text.hasSuffix("\n") { try await Task.sleep(for: .milliseconds(10)) }
    let path = stage.folder.path("rollbook.sqlite.sock")
    let well = try await looks(stage)
    #expect(well["socket"]?.verdict == "ok" && well["answer"]?.verdict == "ok", "\(well)")
    chmod(path, 0o666)
    #expect(try await looks(stage)["socket"]?.verdict == "fail")
    unlink(path)
    let removed = try await looks(stage)
    #expect(removed["socket"]?.verdict == "fail" && removed["answer"]?.verdict == "fail")
    interruption.happen(.terminate)
    #expect(await ended.value.status == .done)
  }

  @Test func `settings that cannot work are named, with what to do`() async throws {
    try stage.write(
      """
      service: { listen: "0.0.0.0:8443", metrics: "0.0.0.0:9464" }
      proof: { lastHead: elsewhere/head }
      schedule:
        - { do: report, name: field-change, at: "08:00", to: reports }
      webhooks:
        - { name: payroll, url: "https://payroll.example/hook", secretFile: payroll.key }
      alerts: { robot: { tokenFile: robot.token } }
      """,
      to: "rollbook.yaml"
    )
    let broken = try await looks(stage)
    for check in ["listen", "lastHead", "schedule", "webhooks", "robot"] {
      #expect(broken[check]?.verdict == "fail", "\(check): \(String(describing: broken[check]))")
    }
    #expect(broken["schedule"]?.text.contains("field-change") == true)
    try FileManager.default.createDirectory(
      atPath: stage.folder.path("elsewhere"),
      withIntermediateDirectories: false
    )
    try stage.write("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", to: "payroll.key")
    try stage.write("token\n", to: "robot.token")
    try stage.write(
      """
      service: { listen: "127.0.0.1:8443", metrics: "0.0.0.0:9464" }
      proof: { lastHead: elsewhere/head }
      schedule:
        - { do: report, name: field-changes, at: "08:00", to: reports }
      webhooks:
        - { name: payroll, url: "https://payroll.example/hook", secretFile: payroll.key }
      alerts: { robot: { tokenFile: robot.token } }
      """,
      to: "rollbook.yaml"
    )
    let mended = try await looks(stage)
    #expect(mended["listen"]?.verdict == "warn")
    for check in ["lastHead", "schedule", "webhooks", "robot"] {
      #expect(mended[check]?.verdict == "ok", "\(check): \(String(describing: mended[check]))")
    }
  }

  @Test func `a key that others may read is named`() async throws {
    chmod(stage.folder.path("rollbook.sqlite.key"), 0o644)
    let key = try await looks(stage)["signingKey"]
    #expect(key?.verdict == "fail" && key?.text.contains("rollbook.sqlite.key") == true)
  }

  @Test(arguments: [
    ("/srv/hr/a.sqlite", "ok"), ("/mnt/nas/a.sqlite", "fail"), ("/mnt/na/a.sqlite", "ok"),
    ("/mnt/my disk/a.sqlite", "warn"), ("/mnt/nas/local/a.sqlite", "ok"),
    ("/mnt/twice/a.sqlite", "fail"),
  ])
  func `the mount with the longest path that has the ledger says what the disk is`(
    path: String,
    verdict: String
  ) {
    let mounts = #"""
      22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
      40 22 0:40 / /mnt/nas rw - nfs4 nas:/export rw
      41 40 254:1 / /mnt/nas/local rw shared:7 master:1 - xfs /dev/vdb rw
      42 22 0:42 / /mnt/my\040disk rw - fuse.sshfs host:/ rw
      43 22 254:2 / /mnt/twice rw - ext4 /dev/vdc rw
      44 43 0:44 / /mnt/twice rw - cifs //host/share rw
      """#
    let diagnosis = DiskCheck(path: path, mounts: mounts).diagnosis
    #expect(diagnosis.verdict.rawValue == verdict, "\(diagnosis.message)")
    #expect(DiskCheck(path: path, mounts: "").diagnosis.verdict == .skipped)
  }
}
