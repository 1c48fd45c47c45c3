import Access
import Alerts
import Foundation
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Schedule
import Testing

/// The settings of what a service does by itself.
@Suite struct ServiceSettingsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func gather(_ yaml: String) throws -> Settings {
    try Data(yaml.utf8).write(to: folder.url.appendingPathComponent("rollbook.yaml"))
    return try Settings.gather(Settings.Flags(), environment: [:], folder: folder.url.path)
  }

  @Test func `nothing set is no schedule, no webhook, and the usual limits`() throws {
    let settings = try gather("zone: UTC")
    #expect(settings.schedule.isEmpty && settings.webhooks.isEmpty)
    #expect(settings.alerts.limits == AlertLimits())
    #expect(settings.alerts.robot == nil && settings.alerts.webhookURL == nil)
  }

  @Test func `what is kept of readings ends by a line of the schedule`() throws {
    let usual = try gather("access: { keep: 3y }")
    #expect(usual.accessKeep?.days == 1098)
    #expect(usual.schedule.map(\.name) == ["forget every 7d"])
    let own = try gather("access: { keep: 400d }\nschedule: [{ do: forget, at: \"04:00\" }]")
    #expect(own.schedule.map(\.name) == ["forget at 04:00"])
  }

  @Test func `a schedule is read in its order, its folders beside the file`() throws {
    let settings = try gather(
      """
      schedule:
        - { do: fetch, every: 1h, between: "07:00-21:00", spread: 5m }
        - { do: fetch, at: 02:30, fields: all }
        - { do: verify, at: "03:00", weekly: full }
        - { do: backup, at: "03:30", to: backups, keep: 14 }
        - { do: cosign, every: 1d, witness: w1 }
        - do: report
          name: field-changes
          at: mon 08:00
          to: /srv/reports
          format: html
      """
    )
    let expected: [ScheduledAction] = [
      .fetch(allFields: false), .fetch(allFields: true), .verify(weeklyFull: true),
      .backup(folder: folder.path("backups"), keep: 14), .cosign(witness: "w1"),
      .report(name: "field-changes", folder: "/srv/reports", format: "html"),
    ]
    #expect(settings.schedule.map(\.action) == expected)
    #expect(settings.schedule[3].name == "backup at 03:30 to backups keep 14")
  }

  @Test func `alerts and webhooks are read, their files beside the file`() throws {
    let settings = try gather(
      """
      alerts:
        fetchTooOld: 3h
        fetchFailed: 3
        rowsUncertain: 1h
        driftAbove: 7
        diskBelow: 2048
        headKeptNowhereElse: 2d
        feedLag: 5
        accessUnusual: 9
        robot: { tokenFile: robot-token, secretFile: /etc/rollbook/robot }
        webhook: { url: http://alertmanager.example:9093/hook }
      webhooks:
        - { name: payroll, url: https://payroll.example/hook, secretFile: payroll, from: 1042 }
        - name: intranet
          url: http://10.0.0.7/hook
          secretFile: new
          formerSecretFile: old
          allowPrivate: true
      """
    )
    #expect(
      settings.alerts.limits
        == AlertLimits(
          fetchAge: .seconds(10_800),
          failedFetches: 3,
          uncertainAge: .seconds(3600),
          driftCells: 7,
          freeBytes: 2 << 30,
          headUnkeptFor: .seconds(172_800),
          feedLag: 5,
          accessUnusual: 9
        )
    )
    #expect(settings.alerts.webhookURL == "http://alertmanager.example:9093/hook")
    let robot = try #require(settings.alerts.robot)
    #expect(robot.url == "https://oapi.dingtalk.com/robot/send")
    guard case .file(folder.path("robot-token")) = robot.token,
      case .file("/etc/rollbook/robot")? = robot.secret
    else {
      Issue.record("other files than those of the robot")
      return
    }
    let hooks = settings.webhooks
    #expect(hooks.map(\.name) == ["payroll", "intranet"])
    #expect(hooks.map(\.start) == [.after(1042), .now])
    #expect(hooks.map(\.allowPrivate) == [false, true])
    #expect(hooks[1].secretFile == folder.path("new"))
    #expect(hooks[1].formerSecretFile == folder.path("old"))
    try Data("whsec_\(Data(repeating: 1, count: 32).base64EncodedString())\n".utf8)
      .write(to: folder.url.appendingPathComponent("payroll"))
    #expect(try hooks[0].keys().count == 1)
    #expect(throws: SettingsError.self) { try hooks[1].keys() }
  }

  @Test func `people are read with all by which they are known`() throws {
    let settings = try gather(
      """
      people:
        - name: 王敏
          role: auditor
          accounts: [wangmin, wangmin@payroll]
          users: [YS00017, 1459000000046453]
          oidc: [min.wang@example.cn]
          approves: [approver, finance]
        - { name: 周杰 }
      """
    )
    #expect(
      settings.people == [
        StaffMember(
          name: "王敏",
          role: .auditor,
          accounts: ["wangmin", "wangmin@payroll"],
          users: ["YS00017", "1459000000046453"],
          oidc: ["min.wang@example.cn"],
          approves: ["approver", "finance"]
        ), StaffMember(name: "周杰", role: nil),
      ]
    )
  }

  private static let hook = "url: https://x.example/, secretFile: s"

  @Test(arguments: [
    ("schedule: x", "settingsMalformed", "`schedule` must be a list"),
    ("schedule: { do: fetch }", "settingsMalformed", "`schedule` must be a list"),
    ("schedule:\n- x", "settingsMalformed", "line 2: `schedule[1]` must be"),
    ("schedule:\n- {do: dance}", "settingsMalformed", "at line 2: `schedule[1].do` must be one of"),
    (
      "schedule:\n- {do: verify, at: \"03:00\"}\n- do: fetch\n  every: 1 hour", "settingsMalformed",
      "at line 4: `schedule[2].every` must be a span"
    ),
    (
      "schedule:\n- do: fetch\n", "settingsMalformed",
      "at line 2: `schedule[1].every` must be given"
    ),
    ("schedule:\n- {do: fetch, evry: 1h}", "settingUnknown", "`schedule[1].evry` at line 2"),
    (
      "schedule:\n- {do: verify, at: \"03:00\", keep: 3}", "settingsMalformed",
      "`schedule[1].keep` must not be given with `do: verify`"
    ),
    (
      "schedule:\n- {do: fetch, every: 1h}\n- {do: fetch, every: 1h, spread: 1m}",
      "settingsMalformed", "at line 3: `schedule[2].do` must not say the same as another"
    ),
    ("access: { keep: 5 }", "settingsMalformed", "`access.keep` must be a span like 3y or 400d"),
    ("access: { keep: 183d }", "settingInvalid", "`access.keep` must be 184d, half a year"),
    ("schedule: [{ do: forget, every: 1d }]", "settingInvalid", "without `access.keep`"),
    ("signIn: { subjects: true }", "settingInvalid", "`signIn.dingtalk`"),
    ("alerts: { fetchTooOld: soon }", "settingsMalformed", "`alerts.fetchTooOld` must be a span"),
    ("alerts: { tooOld: 1h }", "settingUnknown", "`alerts.tooOld` at line 1"),
    ("alerts: { robot: { token: hunter2 } }", "secretInSettings", "`alerts.robot.token`"),
    ("alerts: { robot: { secretFile: s } }", "settingInvalid", "`alerts.robot.tokenFile`"),
    (
      "alerts: { webhook: { url: \"https://x.example/?key=hunter2\" } }", "settingInvalid",
      "`alerts.webhook.url`"
    ),
    ("webhooks: [{ name: A, \(hook) }]", "settingsMalformed", "`webhooks[1].name` must be 1 to 40"),
    ("webhooks: [{ \(hook) }]", "settingsMalformed", "`webhooks[1].name`"),
    (
      "webhooks: [{ name: a, url: https://x.example }]", "settingsMalformed",
      "`webhooks[1].secretFile`"
    ),
    (
      "webhooks: [{ name: a, url: http://x.example, secretFile: s }]", "settingsMalformed",
      "`webhooks[1].url` must be an https address"
    ),
    (
      "webhooks: [{ name: a, url: \"https://x.example/?key=hunter2\", secretFile: s }]",
      "settingsMalformed", "`webhooks[1].url`"
    ),
    ("webhooks: [{ name: a, \(hook), from: then }]", "settingsMalformed", "`webhooks[1].from`"),
    (
      "webhooks: [{ name: a, \(hook), allowPrivate: maybe }]", "settingsMalformed",
      "`webhooks[1].allowPrivate` must be true or false"
    ),
    ("people: [{ role: auditor }]", "settingsMalformed", "`people[1].name` must be the person's"),
    ("people: [{ name: 王敏 (x) }]", "settingsMalformed", "`people[1].name`"),
    ("people: [{ name: token 7 }]", "settingsMalformed", "`people[1].name`"),
    ("people: [{ name: a, role: boss }]", "settingsMalformed", "`people[1].role` must be one of"),
    ("people: [{ name: a, role: client }]", "settingsMalformed", "`people[1].role` must be one of"),
    ("people: [{ name: a, users: x }]", "settingsMalformed", "must be a list of userid or job"),
    ("people:\n- name: a\n- name: a", "settingsMalformed", "at line 3: `people[2].name`"),
    ("people: [{ name: a, password: hunter2 }]", "secretInSettings", "`people[1].password`"),
    (
      "signIn: { oidc: { clientSecret: hunter2 } }", "secretInSettings",
      "`signIn.oidc.clientSecret`"
    ),
    ("webhooks: [{ name: a, secret: hunter2 }]", "secretInSettings", "`webhooks[1].secret`"),
    (
      "webhooks:\n- { name: a, \(hook) }\n- { name: a, \(hook) }", "settingsMalformed",
      "at line 3: `webhooks[2].name`"
    ),
  ])
  func `a line that is wrong is named by its place and its key`(
    yaml: String,
    name: String,
    says: String
  ) throws {
    let error = #expect(throws: SettingsError.self) { try gather(yaml) }
    #expect(error?.name == name)
    #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("hunter2") == false)
  }
}
