/// One step of the ledger's schema.
public struct Migration: Sendable {
  /// The step's name, which the ledger remembers having taken.
  public let name: String
  /// Its SQL, as UTF-8.
  public let sql: [UInt8]
}

/// The steps that make a ledger, in the order in which they are taken.
public enum Migrations {
  /// Every step; a test holds this list against the folder.
  public static let all: [Migration] = [
    Migration(name: "m0001_book", sql: PackageResources.m0001_book_sql),
    Migration(name: "m0002_guards", sql: PackageResources.m0002_guards_sql),
    Migration(name: "m0003_projections", sql: PackageResources.m0003_projections_sql),
    Migration(name: "m0004_views", sql: PackageResources.m0004_views_sql),
    Migration(name: "m0005_writes", sql: PackageResources.m0005_writes_sql),
    Migration(name: "m0006_links", sql: PackageResources.m0006_links_sql),
    Migration(name: "m0007_report_views", sql: PackageResources.m0007_report_views_sql),
    Migration(name: "m0008_proof", sql: PackageResources.m0008_proof_sql),
    Migration(name: "m0009_erasure", sql: PackageResources.m0009_erasure_sql),
    Migration(name: "m0010_witnessing", sql: PackageResources.m0010_witnessing_sql),
    Migration(name: "m0011_remembered_answers", sql: PackageResources.m0011_remembered_answers_sql),
    Migration(name: "m0012_dismissals", sql: PackageResources.m0012_dismissals_sql),
    Migration(name: "m0013_set_aside", sql: PackageResources.m0013_set_aside_sql),
  ]
}
