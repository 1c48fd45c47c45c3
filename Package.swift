// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .treatAllWarnings(as: .error),
  // Members that are `package` are inlined across modules only with this; without it a later fetch
  // takes about a tenth longer.
  .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

func product(_ name: String, of package: String) -> Target.Dependency {
  .product(name: name, package: package)
}
let argumentParser = product("ArgumentParser", of: "swift-argument-parser")
let asyncHTTPClient = product("AsyncHTTPClient", of: "async-http-client")
let crypto = product("Crypto", of: "swift-crypto")
let grdb = product("GRDB", of: "GRDB.swift")
let grdbSQLite = product("GRDBSQLite", of: "GRDB.swift")
let hummingbird = product("Hummingbird", of: "hummingbird")
let logging = product("Logging", of: "swift-log")
let nioCore = product("NIOCore", of: "swift-nio")
let nioHTTP1 = product("NIOHTTP1", of: "swift-nio")
let nioPosix = product("NIOPosix", of: "swift-nio")
let nioWebSocket = product("NIOWebSocket", of: "swift-nio")
let nioSSL = product("NIOSSL", of: "swift-nio-ssl")
let hummingbirdTLS = product("HummingbirdTLS", of: "hummingbird")
let nioHTTPTypes = product("NIOHTTPTypes", of: "swift-nio-extras")
let nioHTTPTypesHTTP1 = product("NIOHTTPTypesHTTP1", of: "swift-nio-extras")
let serviceLifecycle = product("ServiceLifecycle", of: "swift-service-lifecycle")
let subprocess = product("Subprocess", of: "swift-subprocess")
let systemPackage = product("SystemPackage", of: "swift-system")
let yams = product("Yams", of: "Yams")

let package = Package(
  name: "rollbook",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "rollbook", targets: ["rollbook"]),
    // Loaded by tests before the program's own, so that its calls on files fail.
    .library(name: "FaultyFiles", type: .dynamic, targets: ["FaultyFiles"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
  ],
  targets: [
    .executableTarget(name: "rollbook", dependencies: ["RollbookCLI"]),
    .executableTarget(
      name: "rollbook-bench",
      dependencies: [
        "Roster", "VerbatimJSON", "RemoteAPI", "DingTalk", "Ledger", "LedgerHistory", "LedgerProof",
        "LedgerQuery", "LedgerVerification", "Operations", "Reports", "Tables", crypto, grdbSQLite,
        logging,
      ],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "RollbookCLI",
      dependencies: [
        "Roster", "VerbatimJSON", "RemoteAPI", "Access", "Alerts", "ChangeFiles", "Demo",
        "DingTalk", "Evidence", "Feed", "Ledger", "LedgerHistory", "LedgerProof", "LedgerQuery",
        "LedgerStorage", "LedgerVerification", "Maycur", "Operations", "Pages", "PublicAPI",
        "Rehearsal", "Reports", "Sandbox", "Schedule", "Tables", "Telemetry", "TransparencyLog",
        "WebServer", "Webhooks", argumentParser, crypto, logging, nioPosix, yams,
      ],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "Demo",
      dependencies: ["Roster", "Ledger", "LedgerHistory", "Sandbox", "Tables"],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "Rehearsal",
      dependencies: [
        "Roster", "RemoteAPI", "DingTalk", "Ledger", "LedgerHistory", "LedgerStorage", "Maycur",
        "Operations", "Sandbox", logging,
      ],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "Sandbox",
      dependencies: [
        "Roster", "VerbatimJSON", crypto, hummingbird, logging, nioCore, nioHTTP1, nioPosix,
        nioWebSocket,
      ],
      exclude: ["DESIGN.md"]
    ),
    .target(name: "Telemetry", exclude: ["DESIGN.md"]),
    .target(
      name: "PublicAPI",
      dependencies: [
        "Roster", "VerbatimJSON", "Access", "Feed", "Tables", "TransparencyLog", "WebServer",
        crypto,
      ],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "Pages",
      dependencies: ["Roster", "VerbatimJSON", "Access", "Tables", "WebServer", crypto],
      exclude: ["DESIGN.md"],
      resources: [.embedInCode("Files")]
    ),
    .target(
      name: "Feed",
      dependencies: ["Roster", "VerbatimJSON", "Ledger", "LedgerHistory"],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "WebServer",
      dependencies: [
        "Roster", "VerbatimJSON", hummingbird, hummingbirdTLS, logging, nioCore, nioHTTP1,
        nioHTTPTypes, nioHTTPTypesHTTP1, nioPosix, nioSSL, serviceLifecycle,
      ],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "Operations",
      dependencies: [
        "Roster", "RemoteAPI", "ChangeFiles", "DingTalk", "Ledger", "LedgerHistory",
        "LedgerStorage", "Maycur", "VerbatimJSON", "TransparencyLog", crypto, logging,
      ],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "DingTalk",
      dependencies: ["Roster", "VerbatimJSON", "RemoteAPI", logging],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "Maycur",
      dependencies: ["Roster", "VerbatimJSON", "RemoteAPI", crypto, logging],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "RemoteAPI",
      dependencies: [
        "Roster", asyncHTTPClient, logging, nioCore, nioHTTP1, nioPosix, nioSSL, nioWebSocket,
      ],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "Reports",
      dependencies: ["Roster", "VerbatimJSON", "Ledger", "LedgerQuery", "Tables"],
      path: "reports",
      exclude: ["README.md"],
      resources: [.embedInCode("sql")]
    ),
    .target(
      name: "LedgerVerification",
      dependencies: [
        "Roster", "Evidence", "LeafFormat", "Ledger", "LedgerProof", "LedgerStorage",
        "TransparencyLog", grdb,
      ],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "LedgerQuery",
      dependencies: [
        "Roster", "Ledger", "LedgerStorage", "SQLiteSettings", "TransparencyLog", crypto, grdb,
        grdbSQLite,
      ],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "LedgerHistory",
      dependencies: ["Roster", "Ledger", "LedgerStorage", grdb],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "Ledger",
      dependencies: [
        "Roster", "LeafFormat", "LedgerProof", "LedgerStorage", "TransparencyLog", crypto, grdb,
      ],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "LedgerProof",
      dependencies: [
        "Roster", "LeafFormat", "LedgerStorage", "SQLiteSettings", "TransparencyLog", crypto, grdb,
        grdbSQLite,
      ],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "LedgerStorage",
      dependencies: ["Roster", "Migrations", "SQLiteSettings", crypto, grdb, grdbSQLite],
      exclude: ["DESIGN.md"]
    ),
    .target(name: "SQLiteSettings", dependencies: [grdbSQLite]),
    .target(
      name: "Migrations",
      path: "migrations",
      exclude: ["README.md"],
      resources: [.embedInCode("sql")]
    ),
    .target(
      name: "ChangeFiles",
      dependencies: ["Roster", "VerbatimJSON", "Workbook"],
      exclude: ["DESIGN.md"]
    ),
    .target(name: "Workbook", dependencies: ["CExpat", "CZlib"], exclude: ["DESIGN.md"]),
    .systemLibrary(name: "CExpat"),
    .systemLibrary(name: "CZlib"),
    .target(
      name: "Alerts",
      dependencies: [
        "Roster", "LedgerStorage", "RemoteAPI", "Tables", "VerbatimJSON", crypto, logging,
      ],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "Webhooks",
      dependencies: ["Roster", "LedgerStorage", "RemoteAPI", crypto, logging],
      exclude: ["DESIGN.md"]
    ),
    .target(name: "Schedule", dependencies: ["Roster", "Tables"], exclude: ["DESIGN.md"]),
    .target(
      name: "Evidence",
      dependencies: ["Roster", "VerbatimJSON", "LeafFormat", "TransparencyLog"],
      exclude: ["DESIGN.md"]
    ),
    .target(
      name: "LeafFormat",
      dependencies: ["Roster", "TransparencyLog"],
      exclude: ["DESIGN.md"]
    ),
    .target(name: "TransparencyLog", dependencies: [crypto], exclude: ["DESIGN.md"]),
    .target(name: "Tables", dependencies: ["Roster", "VerbatimJSON"], exclude: ["DESIGN.md"]),
    .target(name: "Access", dependencies: ["Roster", crypto], exclude: ["DESIGN.md"]),
    .target(name: "VerbatimJSON", exclude: ["DESIGN.md"]),
    .target(name: "Roster", exclude: ["DESIGN.md"]),
    .target(name: "FaultyFiles", path: "Tests/FaultyFiles"),
    .target(
      name: "RollbookTestSupport",
      dependencies: ["Roster", "TransparencyLog", nioCore, nioPosix, subprocess, systemPackage],
      path: "Tests/RollbookTestSupport"
    ),
    .testTarget(name: "RosterTests", dependencies: ["Roster", "RollbookTestSupport"]),
    .testTarget(name: "AccessTests", dependencies: ["Access", "Roster", "RollbookTestSupport"]),
    .testTarget(
      name: "ChangeFilesTests",
      dependencies: ["ChangeFiles", "Roster", "VerbatimJSON", "RollbookTestSupport"],
      exclude: ["Golden", "Seeds"]
    ),
    .testTarget(
      name: "WorkbookTests",
      dependencies: ["Workbook", "RollbookTestSupport"],
      exclude: ["Files"]
    ),
    .testTarget(name: "VerbatimJSONTests", dependencies: ["VerbatimJSON", "RollbookTestSupport"]),
    .testTarget(
      name: "LedgerTests",
      dependencies: [
        "Ledger", "LedgerHistory", "LedgerProof", "LedgerQuery", "LedgerStorage",
        "LedgerVerification", "Migrations", "Roster", "TransparencyLog", "RollbookTestSupport",
        crypto, grdb,
      ],
      exclude: ["Golden", "Oracle"]
    ),
    .testTarget(
      name: "RemoteAPITests",
      dependencies: [
        "RemoteAPI", "Roster", "RollbookTestSupport", nioCore, nioHTTP1, nioPosix, nioSSL,
        nioWebSocket,
      ]
    ),
    .testTarget(
      name: "DingTalkTests",
      dependencies: [
        "DingTalk", "RemoteAPI", "Roster", "Sandbox", "VerbatimJSON", "RollbookTestSupport",
        logging,
      ],
      exclude: ["Golden"]
    ),
    .testTarget(
      name: "MaycurTests",
      dependencies: [
        "Maycur", "RemoteAPI", "Roster", "Sandbox", "VerbatimJSON", "RollbookTestSupport", logging,
      ],
      exclude: ["Golden"]
    ),
    .testTarget(
      name: "SandboxTests",
      dependencies: [
        "Sandbox", "RemoteAPI", "Roster", "VerbatimJSON", "RollbookTestSupport", asyncHTTPClient,
        crypto, nioCore, nioHTTP1,
      ],
      exclude: ["clients.py"]
    ),
    .testTarget(
      name: "OperationsTests",
      dependencies: [
        "Operations", "ChangeFiles", "DingTalk", "Ledger", "LedgerHistory", "LedgerStorage",
        "LedgerVerification", "Maycur", "RemoteAPI", "Roster", "Sandbox", "VerbatimJSON",
        "RollbookTestSupport", logging,
      ],
      exclude: ["Golden"]
    ),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "ChangeFiles", "Ledger", "LedgerQuery", "Roster", "Tables", "VerbatimJSON",
        "RollbookTestSupport",
      ]
    ),
    .testTarget(
      name: "TablesTests",
      dependencies: ["Tables", "Roster", "VerbatimJSON", "RollbookTestSupport"],
      exclude: ["Golden"]
    ),
    .testTarget(
      name: "RollbookCLITests",
      dependencies: [
        "RollbookCLI", "Access", "Alerts", "Demo", "DingTalk", "Feed", "Ledger", "LedgerHistory",
        "LedgerProof", "LedgerStorage", "LedgerVerification", "Operations", "Pages", "PublicAPI",
        "RemoteAPI", "Reports", "Roster", "Sandbox", "Schedule", "Tables", "TransparencyLog",
        "VerbatimJSON", "WebServer", "Webhooks", "RollbookTestSupport", grdb, argumentParser,
        asyncHTTPClient, nioCore, nioHTTP1, nioPosix,
      ],
      exclude: ["Golden"]
    ),
    .testTarget(
      name: "AlertsTests",
      dependencies: [
        "Alerts", "LedgerStorage", "RemoteAPI", "Roster", "VerbatimJSON", "RollbookTestSupport",
        logging,
      ]
    ),
    .testTarget(
      name: "WebhooksTests",
      dependencies: [
        "Webhooks", "LedgerStorage", "RemoteAPI", "Roster", "RollbookTestSupport", crypto, logging,
      ],
      exclude: ["receive.py"]
    ),
    .testTarget(
      name: "ScheduleTests",
      dependencies: ["Schedule", "Roster", "Tables", "RollbookTestSupport"]
    ),
    .testTarget(
      name: "TransparencyLogTests",
      dependencies: ["TransparencyLog", "RollbookTestSupport", crypto]
    ),
    .testTarget(
      name: "EvidenceTests",
      dependencies: [
        "Evidence", "LeafFormat", "Ledger", "LedgerHistory", "LedgerProof", "LedgerStorage",
        "LedgerVerification", "Roster", "TransparencyLog", "VerbatimJSON", "RollbookTestSupport",
      ],
      exclude: ["Golden", "verify_bundle.py", "mutate_bundle.py"]
    ),
    .testTarget(
      name: "PublicAPITests",
      dependencies: ["PublicAPI", "Roster", "VerbatimJSON", "WebServer", "RollbookTestSupport"]
    ),
    .testTarget(
      name: "PagesTests",
      dependencies: [
        "Pages", "RemoteAPI", "Roster", "Tables", "VerbatimJSON", "WebServer",
        "RollbookTestSupport",
      ],
      exclude: ["Golden"]
    ),
    .testTarget(
      name: "FeedTests",
      dependencies: [
        "RemoteAPI", "Feed", "Access", "Ledger", "LedgerHistory", "LedgerStorage", "PublicAPI",
        "Roster",
        "VerbatimJSON", "WebServer", "RollbookTestSupport", asyncHTTPClient, nioCore, nioHTTP1,
      ],
      exclude: ["Golden"]
    ),
    .testTarget(name: "TelemetryTests", dependencies: ["Telemetry"]),
    .testTarget(
      name: "WebServerTests",
      dependencies: ["WebServer", "RemoteAPI", "RollbookTestSupport"]
    ),
    .testTarget(name: "BenchTests", dependencies: ["rollbook-bench"]),
    .testTarget(name: "TidyTests", dependencies: ["RollbookTestSupport"]),
  ]
)

for target in package.targets where target.type != .system { target.swiftSettings = strict }
