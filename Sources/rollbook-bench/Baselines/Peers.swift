import Foundation

/// Asks DuckDB the questions of the reports, over the same values.
struct Peers {
  /// A Python with DuckDB.
  let python: String

  private static let script = "bench/peers/duckdb_reports.py"

  /// Puts what each question took DuckDB beside the report; nothing if Python, or DuckDB, is not there.
  func report(_ ledger: String, day: Int, to sheet: inout Results) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, Self.script, ledger]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "\t")
      guard parts.count == 2, let milliseconds = Double(parts[1]) else { continue }
      let name = "report \(parts[0])"
      guard let own = sheet.last(name) else { continue }
      sheet.put(name, "ms", own, day: day, against: Baseline(name: "DuckDB", value: milliseconds))
    }
  }
}
