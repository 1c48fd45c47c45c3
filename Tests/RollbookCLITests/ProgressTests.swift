import LedgerHistory
@testable import Operations
import Tables
@testable import RollbookCLI
import Roster
import Testing

@Suite struct ProgressTests {
  private static let began = Instant(milliseconds: 0)

  private static func at(_ done: Int, of total: Int?, values: Int = 0) -> FetchProgress {
    FetchProgress(done: done, total: total, values: values, changed: values / 100, calls: done / 50)
  }

  private static func after(_ milliseconds: Int64) -> Instant {
    Instant(milliseconds: milliseconds)
  }

  @Test func `without a terminal there is a line for each tenth, and after five seconds`() {
    var meter = ProgressMeter(width: nil, began: Self.began)
    #expect(meter.text(Self.at(0, of: nil), now: Self.after(10)) == nil)
    #expect(
      meter.text(Self.at(0, of: 2000), now: Self.after(20))
        == "0/2000 people, 0 values, 0 changed, 0 calls\n"
    )
    #expect(meter.text(Self.at(100, of: 2000), now: Self.after(1000)) == nil)
    #expect(
      meter.text(Self.at(200, of: 2000, values: 13_000), now: Self.after(2000))
        == "200/2000 people, 13000 values, 130 changed, 4 calls, about 18 s left\n"
    )
    #expect(meter.text(Self.at(250, of: 2000), now: Self.after(3000)) == nil)
    #expect(meter.text(Self.at(260, of: 2000), now: Self.after(7000)) != nil)
    #expect(meter.end == "")
  }

  @Test func `on a terminal one line is drawn over itself, and fits`() {
    for width in [20, 40, 80, 200] {
      var meter = ProgressMeter(width: width, began: Self.began)
      let first = meter.text(Self.at(0, of: nil), now: Self.after(0)) ?? ""
      #expect(first.hasPrefix("\r[....................]".prefix(min(width - 1, 20))))
      #expect(meter.text(Self.at(10, of: 100), now: Self.after(50)) == nil)
      let half = meter.text(Self.at(50, of: 100, values: 9000), now: Self.after(5000)) ?? ""
      #expect(half.hasPrefix("\r") && half.hasSuffix("\u{1B}[K"))
      #expect(DisplayWidth.of(String(half.dropFirst().dropLast(3))) < width)
      #expect(meter.end == "\r\u{1B}[K")
    }
    var meter = ProgressMeter(width: 120, began: Self.began)
    #expect(
      meter.text(Self.at(50, of: 100, values: 9000), now: Self.after(12_000))
        == "\r[##########..........] 50/100 people, 9000 values, 90 changed, 1 call, about 12 s left"
        + "\u{1B}[K"
    )
  }

  @Test func `a fetch without people has a line, and does not divide by zero`() {
    var meter = ProgressMeter(width: nil, began: Self.began)
    #expect(meter.text(Self.at(0, of: 0), now: Self.after(5)) != nil)
  }

  @Test(arguments: [
    ("500ms", 500), ("30s", 30_000), ("5m", 300_000), ("5min", 300_000), ("2h", 7_200_000),
    ("1d", 86_400_000), ("0s", 0),
  ])
  func `a span is a number with a unit`(text: String, milliseconds: Int64) {
    #expect(OperationSpan(argument: text)?.duration == .milliseconds(milliseconds))
  }

  @Test(arguments: [
    "", "5", "s", "-1s", "1.5h", "2 h", "٣s", "99999999999999999999s", "9999999999d",
  ])
  func `what is not a span is refused`(text: String) {
    #expect(OperationSpan(argument: text) == nil)
  }

  @Test func `a push reports the counts of its rows`() {
    var meter = ProgressMeter(width: nil, began: Self.began)
    var progress = PushProgress()
    progress.calls = 25
    progress.counts.rows = 40
    (progress.counts.accepted, progress.counts.rejected, progress.counts.uncertain) = (18, 2, 3)
    #expect(
      meter.text(progress, now: Self.after(2000))
        == "20/40 rows, 18 accepted, 2 rejected, 3 uncertain, 25 calls, about 2.0 s left\n"
    )
    (progress.counts.accepted, progress.counts.skipped, progress.counts.uncertain) = (37, 1, 0)
    #expect(
      meter.text(progress, now: Self.after(4000))
        == "40/40 rows, 37 accepted, 2 rejected, 0 uncertain, 1 skipped, 25 calls\n"
    )
  }
}
