import DingTalk
import Foundation
import Operations
import RemoteAPI
import Tables
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Testing

@Suite struct SettingsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func gather(
    _ yaml: String? = nil,
    _ environment: [String: String] = [:],
    flags: Settings.Flags = Settings.Flags()
  ) throws -> Settings {
    if let yaml {
      try Data(yaml.utf8).write(to: folder.url.appendingPathComponent("rollbook.yaml"))
    }
    return try Settings.gather(flags, environment: environment, folder: folder.url.path)
  }

  private static let whole = """
    ledger: book/company.sqlite
    zone: Europe/Berlin
    dingtalk:
      url: https://dingtalk.example/
      appKey: key
      agentId: 42
      appSecretFile: secrets/app
    fields:
      never: [sys02-certNo, 身份证]
    fetch:
      shrinkLimit: {percent: 20, people: 3}
    maycur:
      url: https://maycur.example/
      appCode: code
      appSecretFile: secrets/maycur
    limits: {maxUsers: 7, maxRejected: 20}
    """

  @Test func `nothing set gives what is usual`() throws {
    let settings = try gather()
    #expect(settings.file == nil)
    #expect(settings.ledger == folder.path("rollbook.sqlite"))
    #expect(settings.times.zone == "Asia/Shanghai")
    #expect(settings.url == "https://oapi.dingtalk.com")
    #expect(settings.appKey == nil && settings.agentID == nil && settings.secret == nil)
    #expect(settings.maycurURL == nil && settings.maycurAppCode == nil)
    #expect(settings.maycurSecret == nil && settings.limits == PlanLimits())
    #expect(settings.never.isEmpty && settings.shrinkLimit == ShrinkLimit())
  }

  @Test func `a settings file says everything, its paths beside itself`() throws {
    let settings = try gather(Self.whole)
    #expect(settings.ledger == folder.path("book/company.sqlite"))
    #expect(settings.times.zone == "Europe/Berlin")
    #expect(settings.url == "https://dingtalk.example")
    #expect(settings.appKey == "key" && settings.agentID == 42)
    #expect(settings.never == ["sys02-certNo", "身份证"])
    #expect(settings.shrinkLimit == ShrinkLimit(percent: 20, people: 3))
    #expect(settings.maycurURL == "https://maycur.example" && settings.maycurAppCode == "code")
    #expect(settings.limits == PlanLimits(maximumUsers: 7, maximumEmptied: 5, maximumRejected: 20))
    guard case .file(let maycur) = settings.maycurSecret else {
      Issue.record("no secret file for Maycur")
      return
    }
    #expect(maycur == folder.path("secrets/maycur"))
    guard case .file(let path) = settings.secret else {
      Issue.record("no secret file")
      return
    }
    #expect(path == folder.path("secrets/app"))
  }

  @Test func `the environment wins over the file, and flags over both`() throws {
    let environment = [
      "ROLLBOOK_LEDGER": "env.sqlite", "ROLLBOOK_DINGTALK_URL": "http://127.0.0.1:9",
      "ROLLBOOK_DINGTALK_APP_KEY": "envkey", "ROLLBOOK_DINGTALK_AGENT_ID": "7",
      "ROLLBOOK_DINGTALK_APP_SECRET": "s3cret",
    ]
    let settings = try gather(Self.whole, environment)
    #expect(settings.ledger == folder.path("env.sqlite"))
    #expect(settings.url == "http://127.0.0.1:9")
    #expect(settings.appKey == "envkey" && settings.agentID == 7)
    let secret = try settings.secret?.read()
    #expect(secret?.revealed == "s3cret")
    let flags = Settings.Flags(ledger: "/tmp/flag.sqlite", zone: "UTC")
    let flagged = try gather(Self.whole, environment, flags: flags)
    #expect(flagged.ledger == "/tmp/flag.sqlite")
    #expect(flagged.times.zone == "UTC")
  }

  @Test(arguments: Settings.Variable.allCases, ["", "  "])
  func `an empty variable is an error, and never the live system`(
    variable: Settings.Variable,
    text: String
  ) throws {
    let error = #expect(throws: SettingsError.self) {
      try gather(Self.whole, [variable.rawValue: text])
    }
    #expect(error?.name == "settingInvalid")
    #expect(error?.message.hasPrefix("\(variable.rawValue) is set and empty.") == true)
  }

  @Test(arguments: [
    (nil, nil, "https://oapi.dingtalk.com", "https://api.dingtalk.com"),
    ("http://127.0.0.1:9", nil, "http://127.0.0.1:9", "http://127.0.0.1:9"),
    ("https://oapi.dingtalk.com/", nil, "https://oapi.dingtalk.com", "https://api.dingtalk.com"),
    (nil, "http://127.0.0.1:9", "http://127.0.0.1:9", "http://127.0.0.1:9"),
    ("https://a.example", "https://b.example", "https://a.example", "https://b.example"),
  ])
  func `one address of a server that is not DingTalk's never goes with a live one`(
    old: String?,
    new: String?,
    url: String,
    apiURL: String
  ) throws {
    var environment: [String: String] = [:]
    environment["ROLLBOOK_DINGTALK_URL"] = old
    environment["ROLLBOOK_DINGTALK_API_URL"] = new
    let settings = try gather(nil, environment)
    #expect(settings.url == url && settings.apiURL == apiURL)
  }

  @Test func `the calls that read the roster are chosen by setting and variable`() throws {
    #expect(try gather().api == .auto)
    #expect(try gather("dingtalk: {api: old}").api == .old)
    #expect(try gather("dingtalk: {api: old}", ["ROLLBOOK_DINGTALK_API": "new"]).api == .new)
    let error = #expect(throws: SettingsError.self) {
      try gather(nil, ["ROLLBOOK_DINGTALK_API": "newest"])
    }
    #expect(error?.message.contains("auto, old or new") == true)
  }

  @Test func `a proxy comes from HTTPS_PROXY or the file, and an empty one is none`() throws {
    let yaml = "network: {proxy: 'http://file.example:1', noProxy: [a.example, b.example]}"
    func proxy(_ environment: [String: String]) throws -> String? {
      try gather(yaml, environment).network.proxy?.place
    }
    #expect(try proxy([:]) == "file.example:1")
    #expect(try proxy(["https_proxy": "small.example:2"]) == "small.example:2")
    let both = ["https_proxy": "small.example:2", "HTTPS_PROXY": "http://u:p@large.example:3"]
    #expect(try proxy(both) == "large.example:3")
    #expect(try proxy(["HTTPS_PROXY": ""]) == nil)
    let direct = try gather(yaml).network.direct
    #expect(direct.contains("b.example", port: 443) && !direct.contains("c.example", port: 443))
    let variable = try gather(yaml, ["NO_PROXY": "c.example"]).network.direct
    #expect(!variable.contains("b.example", port: 443) && variable.contains("c.example", port: 1))
    let error = #expect(throws: SettingsError.self) {
      try gather(nil, ["HTTPS_PROXY": "socks5://u:hunter2@x:1"])
    }
    #expect(error?.name == "settingInvalid" && error?.message.hasPrefix("HTTPS_PROXY") == true)
    #expect(error?.message.contains("hunter2") == false)
  }

  @Test func `a file of authorities must be there and hold some`() throws {
    try Data("nothing".utf8).write(to: folder.url.appendingPathComponent("ca.pem"))
    for (name, says) in [("ca.pem", "no certificate"), ("none.pem", "no such file")] {
      let error = #expect(throws: SettingsError.self) {
        try gather(nil, ["ROLLBOOK_CA_FILE": name])
      }
      #expect(error?.name == "authoritiesUnusable")
      #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
      #expect(throws: SettingsError.self) { try gather("network: {caFile: \(name)}") }
    }
  }

  @Test(arguments: [
    ("ledgr: x", "settingUnknown", "`ledgr` at line 1"),
    ("zone: UTC\ndingtalk:\n  apKey: x", "settingUnknown", "`dingtalk.apKey` at line 3"),
    ("dingtalk:\n  appSecret: hunter2", "secretInSettings", "`dingtalk.appSecret` at line 2"),
    ("dingtalk:\n  password: hunter2", "secretInSettings", "line 2"),
    ("dingtalk:\n  agentId: twelve", "settingsMalformed", "at line 2"),
    ("dingtalk: x", "settingsMalformed", "`dingtalk`"),
    ("fields:\n  never: sys02-certNo", "settingsMalformed", "line 2"),
    ("fetch:\n  shrinkLimit:\n    percent: 101", "settingsMalformed", "from 0 to 100"),
    ("zone: Asia/Nowhere", "zoneUnknown", "`Asia/Nowhere`"),
    ("a: [1,\nb: }", "settingsMalformed", "line 2"),
    ("zone: UTC\nzone: UTC", "settingsMalformed", "twice"),
    ("- a\n- b", "settingsMalformed", "line 1"), ("ledger: [a]", "settingsMalformed", "`ledger`"),
    ("maycur:\n  url: ftp://x", "settingInvalid", "`maycur.url`"),
    ("maycur:\n  appSecret: hunter2", "secretInSettings", "`maycur.appSecret` at line 2"),
    ("limits:\n  maxEmptied: 101", "settingsMalformed", "from 0 to 100"),
    ("limits:\n  maxPeople: 1", "settingUnknown", "`limits.maxPeople` at line 2"),
    ("dingtalk:\n  api: newest", "settingsMalformed", "auto, old or new"),
    ("network:\n  proxy: http://u:hunter2@x:1", "secretInSettings", "`network.proxy` at line 2"),
    ("network:\n  proxy: x", "settingInvalid", "`network.proxy` must name the proxy's port"),
    ("network:\n  noProxy: x", "settingsMalformed", "line 2"),
    ("dingtalk:\n  url: ftp://x", "settingInvalid", "`dingtalk.url`"),
    ("dingtalk:\n  url: https://key:hunter2@x", "settingInvalid", "without a query or a password"),
  ])
  func `a wrong file is refused with what is wrong and where`(
    yaml: String,
    name: String,
    says: String
  ) throws {
    let error = #expect(throws: SettingsError.self) { try gather(yaml) }
    #expect(error?.name == name)
    #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("hunter2") == false)
  }

  @Test func `an empty file and a file of comments set nothing`() throws {
    #expect(try gather("").appKey == nil)
    #expect(try gather("# nothing\n").appKey == nil)
    #expect(try gather("dingtalk:\n").appKey == nil)
  }

  @Test func `a file that was named must be there, and be text`() throws {
    let flags = Settings.Flags(config: "other.yaml")
    let missing = #expect(throws: SettingsError.self) { try gather(nil, [:], flags: flags) }
    #expect(missing?.name == "settingsUnreadable")
    try Data([0x7A, 0xFF, 0xFE]).write(to: folder.url.appendingPathComponent("other.yaml"))
    let binary = #expect(throws: SettingsError.self) { try gather(nil, [:], flags: flags) }
    #expect(binary?.name == "settingsUnreadable")
  }

  @Test(arguments: [
    ("s3cret\n", "s3cret"), ("s3cret\r\n", "s3cret"), ("s3 cret", "s3 cret"), ("\n", nil),
    ("", nil),
  ])
  func `the line end after a secret is not part of it`(text: String, secret: String?) throws {
    try Data(text.utf8).write(to: folder.url.appendingPathComponent("app"))
    let source = SecretSource.file(path: folder.path("app"))
    if let secret {
      #expect(try source.read().revealed == secret)
    } else {
      let error = #expect(throws: SettingsError.self) { try source.read() }
      #expect(error?.name == "secretUnreadable")
    }
  }

  @Test func `an agent id that is no number is refused by its variable's name`() throws {
    let error = #expect(throws: SettingsError.self) {
      try gather(nil, ["ROLLBOOK_DINGTALK_AGENT_ID": "x"])
    }
    #expect(error?.message.contains("ROLLBOOK_DINGTALK_AGENT_ID") == true)
  }
}
