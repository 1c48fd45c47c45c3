import Foundation
import Ledger

/// How the bytes of a ledger are distributed.
enum Space {
  /// Reports the size of each table with a noticeable share, with its indexes.
  static func report(
    _ ledger: Ledger,
    _ path: String,
    day: Int,
    to sheet: inout Results
  ) throws {
    let statistics = try ledger.statistics()
    sheet.put("ledger", "MB", Double(statistics.bytes) / 1e6, day: day)
    sheet.put("ledger", "bytes/value seen", statistics.bytesPerEvent, day: day)
    let database = try RawDatabase(path)
    let sizes = try database.rows(Tables.sizes)
    let all = sizes.reduce(0) { $0 + $1[1].number }
    for size in sizes where size[1].number * 100 > all {
      sheet.put("  of it \(size[0].text)", "MB", Double(size[1].number) / 1e6, day: day)
    }
  }

  private enum Tables {
    static let sizes = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC"
  }
}
