/// The steps that make a ledger, in the order in which they are taken.
package enum Migrations {
  /// Every step; a test holds this list against the folder.
  package static let all: [Migration] = [
    Migration(name: "m0001_log", sql: PackageResources.m0001_log_sql),
    Migration(name: "m0002_writes", sql: PackageResources.m0002_writes_sql),
    Migration(name: "m0003_links", sql: PackageResources.m0003_links_sql),
    Migration(name: "m0004_erasure", sql: PackageResources.m0004_erasure_sql),
    Migration(name: "m0005_proof", sql: PackageResources.m0005_proof_sql),
    Migration(name: "m0006_projections", sql: PackageResources.m0006_projections_sql),
    Migration(name: "m0007_guards", sql: PackageResources.m0007_guards_sql),
    Migration(name: "m0008_views", sql: PackageResources.m0008_views_sql),
    Migration(name: "m0009_report_views", sql: PackageResources.m0009_report_views_sql),
    Migration(name: "m0010_statistics", sql: PackageResources.m0010_statistics_sql),
    Migration(name: "m0011_grants", sql: PackageResources.m0011_grants_sql),
    Migration(name: "m0012_accesses", sql: PackageResources.m0012_accesses_sql),
    Migration(name: "m0013_proposals", sql: PackageResources.m0013_proposals_sql),
  ]
}

/// One step of the ledger's schema.
package struct Migration: Sendable {
  /// The step's name, which the ledger remembers having taken.
  package let name: String
  /// Its SQL, as UTF-8.
  package let sql: [UInt8]
}
