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
let cryptoExtras = product("CryptoExtras", of: "swift-crypto")
let grdb = product("GRDB", of: "GRDB.swift")
let grdbSQLite = product("GRDBSQLite", of: "GRDB.swift")
let jwtKit = product("JWTKit", of: "jwt-kit")
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
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.0"),
  ],
  targets: [
    .executableTarget(name: "rollbook", dependencies: ["RollbookCLI"]),
    .executableTarget(
      name: "rollbook-bench",
      dependencies: [
        "Roster", "VerbatimJSON", "RemoteAPI", "DingTalk", "Ledger", "LedgerHistory", "LedgerProof",
        "LedgerQuery", "LedgerVerification", "Operations", "Reports", "Tables", crypto, grdbSQLite,
        logging,
      ]
    ),
    .target(
      name: "RollbookCLI",
      dependencies: [
        "Roster", "VerbatimJSON", "RemoteAPI", "Access", "Alerts", "ChangeFiles", "Demo",
        "DingTalk", "Evidence", "Feed", "Ledger", "LedgerHistory", "LedgerProof", "LedgerQuery",
        "LedgerStorage", "LedgerVerification", "Maycur", "Mirror", "OpenID", "Operations", "Pages",
        "PostgreSQL", "PublicAPI", "Rehearsal", "Reports", "Sandbox", "Schedule", "Tables",
        "Telemetry", "TransparencyLog", "WebServer", "Webhooks", argumentParser, crypto, logging,
        nioPosix, yams,
      ]
    ),
    .target(
      name: "Demo",
      dependencies: ["Roster", "Ledger", "LedgerHistory", "Sandbox", "Tables"]
    ),
    .target(
      name: "Rehearsal",
      dependencies: [
        "Roster", "RemoteAPI", "DingTalk", "Ledger", "LedgerHistory", "LedgerStorage", "Maycur",
        "Operations", "Sandbox", logging,
      ]
    ),
    .target(
      name: "Sandbox",
      dependencies: [
        "Roster", "VerbatimJSON", crypto, hummingbird, logging, nioCore, nioHTTP1, nioPosix,
        nioWebSocket,
      ]
    ),
    .target(name: "Telemetry"),
    .target(
      name: "PublicAPI",
      dependencies: [
        "Roster", "VerbatimJSON", "Access", "Feed", "Tables", "TransparencyLog", "WebServer",
        crypto,
      ]
    ),
    .target(
      name: "Pages",
      dependencies: ["Roster", "VerbatimJSON", "Access", "Tables", "WebServer", crypto],
      resources: [.embedInCode("Files")]
    ),
    .target(
      name: "OpenID",
      dependencies: ["Roster", "VerbatimJSON", "Access", "RemoteAPI", crypto, jwtKit]
    ),
    .target(name: "Feed", dependencies: ["Roster", "VerbatimJSON", "Ledger", "LedgerHistory"]),
    .target(
      name: "WebServer",
      dependencies: [
        "Roster", "VerbatimJSON", hummingbird, hummingbirdTLS, logging, nioCore, nioHTTP1,
        nioHTTPTypes, nioHTTPTypesHTTP1, nioPosix, nioSSL, serviceLifecycle,
      ]
    ),
    .target(
      name: "Operations",
      dependencies: [
        "Roster", "RemoteAPI", "ChangeFiles", "DingTalk", "Ledger", "LedgerHistory",
        "LedgerStorage", "Maycur", "VerbatimJSON", "TransparencyLog", crypto, logging,
      ]
    ),
    .target(name: "DingTalk", dependencies: ["Roster", "VerbatimJSON", "RemoteAPI", logging]),
    .target(
      name: "Maycur",
      dependencies: ["Roster", "VerbatimJSON", "RemoteAPI", crypto, logging]
    ),
    .target(
      name: "RemoteAPI",
      dependencies: [
        "Roster", asyncHTTPClient, logging, nioCore, nioHTTP1, nioPosix, nioSSL, nioWebSocket,
      ]
    ),
    .target(
      name: "Reports",
      dependencies: ["Roster", "VerbatimJSON", "Ledger", "LedgerQuery", "Tables"],
      path: "reports",
      exclude: ["README.md"],
      resources: [.embedInCode("sql")]
    ),
    .target(
      name: "Mirror",
      dependencies: [
        "Roster", "Ledger", "LedgerStorage", "LedgerVerification", "PostgreSQL", "TransparencyLog",
      ],
      resources: [.embedInCode("SQL")]
    ),
    .target(name: "PostgreSQL", dependencies: ["Roster"]),
    .target(
      name: "LedgerVerification",
      dependencies: [
        "Roster", "Evidence", "LeafFormat", "Ledger", "LedgerProof", "LedgerStorage",
        "TransparencyLog", grdb,
      ]
    ),
    .target(
      name: "LedgerQuery",
      dependencies: [
        "Roster", "Ledger", "LedgerStorage", "SQLiteSettings", "TransparencyLog", crypto, grdb,
        grdbSQLite,
      ]
    ),
    .target(name: "LedgerHistory", dependencies: ["Roster", "Ledger", "LedgerStorage", grdb]),
    .target(
      name: "Ledger",
      dependencies: [
        "Roster", "LeafFormat", "LedgerProof", "LedgerStorage", "TransparencyLog", crypto, grdb,
      ]
    ),
    .target(
      name: "LedgerProof",
      dependencies: [
        "Roster", "LeafFormat", "LedgerStorage", "SQLiteSettings", "TransparencyLog", crypto, grdb,
        grdbSQLite,
      ]
    ),
    .target(
      name: "LedgerStorage",
      dependencies: ["Roster", "Migrations", "SQLiteSettings", crypto, grdb, grdbSQLite]
    ),
    .target(name: "SQLiteSettings", dependencies: [grdbSQLite]),
    .target(
      name: "Migrations",
      path: "migrations",
      exclude: ["README.md"],
      resources: [.embedInCode("sql")]
    ),
    .target(name: "ChangeFiles", dependencies: ["Roster", "VerbatimJSON", "Workbook"]),
    .target(name: "Workbook", dependencies: ["CExpat", "CZlib"]),
    .systemLibrary(name: "CExpat"),
    .systemLibrary(name: "CZlib"),
    .target(
      name: "Alerts",
      dependencies: [
        "Roster", "LedgerStorage", "RemoteAPI", "Tables", "VerbatimJSON", crypto, logging,
      ]
    ),
    .target(
      name: "Webhooks",
      dependencies: ["Roster", "LedgerStorage", "RemoteAPI", crypto, logging]
    ),
    .target(name: "Schedule", dependencies: ["Roster", "Tables"]),
    .target(
      name: "Evidence",
      dependencies: ["Roster", "VerbatimJSON", "LeafFormat", "TransparencyLog"]
    ),
    .target(name: "LeafFormat", dependencies: ["Roster", "TransparencyLog"]),
    .target(name: "TransparencyLog", dependencies: [crypto]),
    .target(name: "Tables", dependencies: ["Roster", "VerbatimJSON"]),
    .target(name: "Access", dependencies: ["Roster", crypto]),
    .target(name: "VerbatimJSON"),
    .target(name: "Roster"),
    .target(name: "FaultyFiles", path: "Tests/FaultyFiles"),
    .target(
      name: "RollbookTestSupport",
      dependencies: [
        "Roster", "TransparencyLog", crypto, nioCore, nioPosix, subprocess, systemPackage,
      ],
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
        "LedgerVerification", "Migrations", "Mirror", "PostgreSQL", "Roster", "TransparencyLog",
        "RollbookTestSupport", crypto, grdb,
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
        "LedgerProof", "LedgerStorage", "LedgerVerification", "Operations", "Pages",
        "PostgreSQL", "PublicAPI", "RemoteAPI", "Reports", "Roster", "Sandbox", "Schedule",
        "Tables", "TransparencyLog",
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
        "Pages", "Access", "RemoteAPI", "Roster", "Tables", "VerbatimJSON", "WebServer",
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
    .testTarget(
      name: "OpenIDTests",
      dependencies: [
        "OpenID", "Access", "RemoteAPI", "Roster", "RollbookTestSupport", crypto, cryptoExtras,
        nioCore, nioPosix,
      ]
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

// Each module of ours has a page that says why it is built so.
let pageless = ["rollbook", "SQLiteSettings"]
for target in package.targets where target.type != .system {
  target.swiftSettings = strict
  if target.type != .test, target.path == nil, !pageless.contains(target.name) {
    target.exclude.append("DESIGN.md")
  }
}
