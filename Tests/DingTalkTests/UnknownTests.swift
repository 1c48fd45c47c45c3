import RollbookTestSupport
import Sandbox
import Testing

/// What is not known of the real system is tried in all its readings.
struct UnknownTests {
  @Test func `each row of what is not known names switches and faults that the sandbox has`() throws
  {
    let text = try Repository.text("Sources/DingTalk/DESIGN.md")
    let table = text.split(separator: "| not known | what we do | switch |\n").last ?? ""
    let rows = table.split(separator: "\n").dropFirst().prefix { $0.hasPrefix("|") }
    #expect(rows.count > 10)
    let known = Set(QuirkTable.all.map(\.name) + OddShape.allCases.map(\.rawValue))
    for row in rows {
      let names = (row.split(separator: "|").last ?? "").matches(of: /`([^`]+)`/)
        .map { String($0.1) }
      #expect(!names.isEmpty, "\(row)")
      for name in names {
        // `after:` and `code:` come before any fault, and any code.
        let isPrefix = name.hasSuffix(":") && Fault(named: name + "busy") != nil
        #expect(known.contains(name) || isPrefix, "\(name) in \(row)")
      }
    }
  }
}
