import Foundation
import Ledger
import LedgerQuery
import RollbookTestSupport
import Roster

/// A report's SQL as a query, without the program around it: its parameters have their defaults, or
/// those given here.
struct ReportQuestion {
  let sql: String
  let parameters: [String: QueryValue]

  /// The names of the reports of a folder of the project, in order.
  static func names(in folder: String = "reports/sql") -> [String] {
    Repository.files(below: folder, ending: ".sql")
      .compactMap { $0.split(separator: "/").last?.dropLast(4) }.map(String.init).sorted()
  }

  /// Reads a report of a folder of the project.
  ///
  /// - Parameters:
  ///   - name: The report's name.
  ///   - folder: The folder, from the project's.
  ///   - given: Values of parameters.
  ///   - replacing: Texts of the SQL with those that stand in for them.
  /// - Throws: An error of reading the file.
  init(
    _ name: String,
    in folder: String = "reports/sql",
    given: [String: QueryValue] = [:],
    replacing: [(String, String)] = []
  ) throws {
    var text = try Repository.text("\(folder)/\(name).sql")
    for (old, new) in replacing { text = text.replacingOccurrences(of: old, with: new) }
    sql = text
    var values: [String: QueryValue] = [:]
    for match in text.matches(of: /-- parameter: (\w+) (\w+)(?: = ([^;]*))?;/) {
      let name = String(match.1)
      if let value = given[name] {
        values[name] = value
        continue
      }
      let standard = String(match.3 ?? "")
      values[name] =
        switch match.2 {
        case "integer", "days": .integer(Int64(standard) ?? 0)
        case "fields":
          .text(Verbatim("[\"\(standard.replacingOccurrences(of: ",", with: "\",\""))\"]"))
        default: .text(Verbatim(standard))
        }
    }
    parameters = values
  }

  /// The query at a position; `before` is written in front of the SQL.
  func query(at moment: AsOf = .now, before: String = "") -> LedgerQuery {
    LedgerQuery(
      sql: before + sql,
      parameters: parameters,
      moment: moment,
      tables: [
        QueryTable(
          name: "mapping",
          columns: ["dingtalk", "maycur", "rule"],
          rows: [
            [.text("d-plain"), .text("email"), .text("text")],
            [.text("a-name"), .text("gender"), .text("table")],
          ]
        ),
        QueryTable(
          name: "mapping_labels",
          columns: ["maycur", "label", "code"],
          rows: [[.text("gender"), .text("男"), .text("1")]]
        ),
      ],
      functions: [
        QueryFunction(name: "local_date", arguments: 1) { _ in .null },
        QueryFunction(name: "day_start", arguments: 1) { .integer(Self.day($0) * 86_400_000) },
        QueryFunction(name: "day_end", arguments: 1) {
          .integer((Self.day($0) + 1) * 86_400_000 - 1)
        },
      ]
    )
  }

  private static func day(_ values: [QueryValue]) -> Int64 {
    guard case .text(let text)? = values.first, let date = CivilDate(text) else { return 0 }
    return Int64(date.days(since: .epoch))
  }
}
