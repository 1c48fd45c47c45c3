import RollbookTestSupport
import Testing

/// The arrows of the architecture, and that they point down only.
@Suite struct LayerTests {
  /// What each module may import of ours and of others, Foundation and the standard library aside.
  private static let mayImport: [String: Set<String>] = [
    "rollbook": ["RollbookCLI"],
    // What it measures beside the ledger is SQLite without a ledger.
    "rollbook-bench": [
      "Roster", "VerbatimJSON", "RemoteAPI", "DingTalk", "Ledger", "LedgerHistory", "LedgerProof",
      "LedgerQuery", "LedgerVerification", "Operations", "Reports", "Tables", "Crypto",
      "GRDBSQLite", "Logging",
    ],
    "RollbookCLI": [
      "Roster", "VerbatimJSON", "RemoteAPI", "Access", "Alerts", "ChangeFiles", "Demo", "DingTalk",
      "Evidence", "Feed", "Ledger", "LedgerHistory", "LedgerProof", "LedgerQuery", "LedgerStorage",
      "LedgerVerification", "Maycur", "Mirror", "OpenID", "Operations", "Pages", "PostgreSQL",
      "PublicAPI", "Rehearsal", "Reports", "Sandbox", "Schedule", "Tables", "Telemetry",
      "TransparencyLog", "WebServer", "Webhooks",
      "ArgumentParser", "Crypto", "Logging", "NIOPosix", "Yams",
    ],
    "Telemetry": [],
    "PublicAPI": [
      "Roster", "VerbatimJSON", "Access", "Feed", "Tables", "TransparencyLog", "WebServer",
      "Crypto",
    ],
    "Pages": ["Roster", "VerbatimJSON", "Access", "Tables", "WebServer", "Crypto"],
    "OpenID": ["Roster", "VerbatimJSON", "Access", "RemoteAPI", "Crypto", "JWTKit"],
    "Feed": ["Roster", "VerbatimJSON", "Ledger", "LedgerHistory"],
    "WebServer": [
      "Roster", "VerbatimJSON", "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "HTTPTypes",
      "Logging", "NIOCore", "NIOHTTP1", "NIOHTTPTypes", "NIOHTTPTypesHTTP1", "NIOPosix", "NIOSSL",
      "ServiceLifecycle",
    ],
    "Demo": ["Roster", "Ledger", "LedgerHistory", "Sandbox", "Tables"],
    "Rehearsal": [
      "Roster", "RemoteAPI", "DingTalk", "Ledger", "LedgerHistory", "LedgerStorage", "Maycur",
      "Operations", "Sandbox", "Logging",
    ],
    "Sandbox": [
      "Roster", "VerbatimJSON", "Crypto", "Hummingbird", "HTTPTypes", "Logging", "NIOCore",
      "NIOHTTP1", "NIOPosix", "NIOWebSocket", "ServiceLifecycle",
    ],
    "Operations": [
      "Roster", "VerbatimJSON", "RemoteAPI", "ChangeFiles", "DingTalk", "Ledger", "LedgerHistory",
      "LedgerStorage", "Maycur", "TransparencyLog", "Crypto", "Logging",
    ],
    "DingTalk": ["Roster", "VerbatimJSON", "RemoteAPI", "Logging"],
    "Maycur": ["Roster", "VerbatimJSON", "RemoteAPI", "Crypto", "Logging"],
    "RemoteAPI": [
      "Roster", "VerbatimJSON", "AsyncHTTPClient", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix",
      "NIOSSL", "NIOWebSocket",
    ],
    "reports": ["Roster", "VerbatimJSON", "Ledger", "LedgerQuery", "Tables"],
    "Alerts": [
      "Roster", "LedgerStorage", "RemoteAPI", "Tables", "VerbatimJSON", "Crypto", "Logging",
    ],
    "Webhooks": ["Roster", "LedgerStorage", "RemoteAPI", "Crypto", "Logging"],
    "Schedule": ["Roster", "Tables"],
    "Tables": ["Roster", "VerbatimJSON"],
    "Mirror": [
      "Roster", "Ledger", "LedgerStorage", "LedgerVerification", "PostgreSQL", "TransparencyLog",
    ],
    "PostgreSQL": ["Roster"],
    "LedgerVerification": [
      "Roster", "Evidence", "LeafFormat", "Ledger", "LedgerProof", "LedgerStorage",
      "TransparencyLog", "GRDB",
    ],
    "LedgerQuery": [
      "Roster", "Ledger", "LedgerStorage", "SQLiteSettings", "TransparencyLog", "Crypto", "GRDB",
      "GRDBSQLite",
    ],
    "LedgerHistory": ["Roster", "Ledger", "LedgerStorage", "GRDB"],
    "Ledger": [
      "Roster", "LeafFormat", "LedgerProof", "LedgerStorage", "TransparencyLog", "Crypto", "GRDB",
    ],
    "LedgerProof": [
      "Roster", "LeafFormat", "LedgerStorage", "SQLiteSettings", "TransparencyLog", "Crypto",
      "GRDB", "GRDBSQLite",
    ],
    "LedgerStorage": ["Roster", "Migrations", "SQLiteSettings", "Crypto", "GRDB", "GRDBSQLite"],
    "migrations": [],
    "ChangeFiles": ["Roster", "VerbatimJSON", "Workbook"],
    "Workbook": ["CExpat", "CZlib"],
    "Evidence": ["Roster", "VerbatimJSON", "LeafFormat", "TransparencyLog"],
    "LeafFormat": ["Roster", "TransparencyLog"],
    "TransparencyLog": ["Crypto"],
    "Access": ["Roster", "Crypto"],
    "VerbatimJSON": [],
    "Roster": [],
  ]

  private static let everywhere: Set<String> = [
    "Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "Glibc", "Musl", "Darwin",
  ]

  @Test func `every module imports only what is below it`() throws {
    let files = try SourceFile.product()
    #expect(Set(files.map(\.module)) == Set(Self.mayImport.keys))
    for file in files {
      let allowed = (Self.mayImport[file.module] ?? []).union(Self.everywhere)
      for module in file.imports {
        #expect(allowed.contains(module), "\(file.path) imports \(module)")
      }
    }
  }

  @Test func `what is pure imports nothing`() throws {
    let files = try SourceFile.product().filter { ["Roster", "VerbatimJSON"].contains($0.module) }
    #expect(files.count > 10)
    for file in files { #expect(file.imports.isEmpty, "\(file.path) imports \(file.imports)") }
  }

  @Test(arguments: [
    (
      "GRDB",
      [
        "LedgerStorage", "LedgerProof", "Ledger", "LedgerHistory", "LedgerQuery",
        "LedgerVerification",
      ]
    ),
    ("AsyncHTTPClient", ["RemoteAPI"]), ("Hummingbird", ["Sandbox", "WebServer"]),
    ("ArgumentParser", ["RollbookCLI"]), ("Yams", ["RollbookCLI"]),
    ("JWTKit", ["OpenID"]), ("CExpat", ["Workbook"]), ("CZlib", ["Workbook"]),
  ])
  func `each library is imported only by the modules that wrap it`(
    library: String,
    modules: [String]
  ) throws {
    let importers = try SourceFile.product().filter { $0.imports.contains(library) }.map(\.module)
    #expect(Set(importers) == Set(modules))
  }
}
