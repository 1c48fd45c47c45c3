import Ledger
import LedgerQuery
import Roster
import Tables

/// The functions that the SQL of a report may call besides SQLite's own; see `reports/README.md`.
enum ReportFunctions {
  static func all(_ times: Times) -> [QueryFunction] {
    [
      QueryFunction(name: "local_date", arguments: 1) { values in
        guard case .integer(let time)? = values.first else { return .null }
        guard Times.isWritable(Instant(milliseconds: time)) else { return .null }
        let day = times.day(of: Instant(milliseconds: time))
        return .text(Verbatim(Times.date(ofDay: day)))
      },
      QueryFunction(name: "day_start", arguments: 1) { values in
        guard case .text(let text)? = values.first, let day = Times.day(ofDate: text.text) else {
          return .null
        }
        return .integer(times.start(ofDay: day).milliseconds)
      },
      QueryFunction(name: "day_end", arguments: 1) { values in
        guard case .text(let text)? = values.first, let day = Times.day(ofDate: text.text) else {
          return .null
        }
        return .integer(times.start(ofDay: day + 1).milliseconds - 1)
      },
    ]
  }
}
