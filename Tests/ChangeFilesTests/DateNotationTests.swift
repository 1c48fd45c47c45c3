import Roster
import Testing

@testable import ChangeFiles

@Suite struct DateNotationTests {
  @Test(arguments: [
    ("2020-09-01", "civil"), ("2020-02-29", "civil"), ("9999-12-31", "civil"),
    ("2021-02-29", "impossible"), ("2020-13-01", "impossible"), ("1899-12-31", "impossible"),
    ("2100-02-29", "impossible"), ("2020-00-10", "impossible"),
    ("2020/9/1", "spreadsheet 2020-09-01"), ("2020/09/01", "spreadsheet 2020-09-01"),
    ("2020-9-1", "spreadsheet 2020-09-01"), ("2020.9.1", "spreadsheet 2020-09-01"),
    ("9/15/2020", "spreadsheet 2020-09-15"), ("15/9/2020", "spreadsheet 2020-09-15"),
    ("9/1/2020", "spreadsheet ?"), ("9/9/2020", "spreadsheet 2020-09-09"),
    ("2020/2/30", "spreadsheet ?"), ("2020/9", "spreadsheet ?"), ("1-Sep-20", "spreadsheet ?"),
    ("2020年9月1日", "chinese 2020-09-01"), ("2020年9月", "spreadsheet ?"),
    ("20200901", "digits 2020-09-01"), ("44075", "serial 2020-09-01"),
    ("43831", "serial 2020-01-01"), ("36584", "serial 2000-02-28"), ("36585", "serial 2000-02-29"),
    ("36586", "serial 2000-03-01"), ("73110", "serial 2100-03-01"),
    ("2020-09-01 00:00:00", "time 2020-09-01"), ("2020/9/1 0:00", "time 2020-09-01"),
    ("2020-09-01T00:00:00Z", "time 2020-09-01"), ("今天 12:00", "none ?"),
    ("去年", "none ?"), ("2020", "none ?"), ("12", "none ?"), ("", "none ?"),
    ("２０２０-09-01", "none ?"),
  ])
  func `every way to write a date is recognised`(text: String, expected: String) {
    let found =
      switch DateNotation(text) {
      case .civil: "civil"
      case .impossible: "impossible"
      case .other(let cause, let meant): "\(cause) \(meant?.description ?? "?")"
      }
    #expect(found == expected, "\(text)")
  }
}
