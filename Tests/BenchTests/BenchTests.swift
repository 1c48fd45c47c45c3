import Testing

@testable import rollbook_bench

/// That the bench runs, and measures what it says; never how fast anything is.
@Suite struct BenchTests {
  @Test func `a tiny company goes through every measurement`() async throws {
    var options = Options()
    options.people = [20, 40]
    options.days = [2, 6]
    options.changingPerThousand = 100
    options.baselineDays = 2
    options.pushRows = 5
    options.rounds = 1
    let sheet = try await Bench.run(options) { _ in }
    for figure in sheet.figures {
      #expect(!figure.values.isEmpty, "\(figure.name)")
      // A few entries may fit into pages that are there already.
      let least = figure.name == "later fetch, size" ? 0 : Double.leastNonzeroMagnitude
      for value in figure.values.values {
        #expect(value.isFinite && value >= least, "\(figure.name)")
      }
    }
    let measured = Set(sheet.figures.map(\.name))
    for name in [
      "first fetch, body to commit", "later fetch, body to commit", "decode, client", "one person",
      "one cell's history", "whole roster", "verify, full", "verify, after one more fetch",
      "plan a push", "report change-sample", "report dingtalk-against-maycur", "report person-file",
    ] {
      #expect(measured.contains(name), "\(name)")
    }
    // On the fifth day a derived field changes for three in ten.
    let changed = try #require(sheet.figures.first { $0.name == "later fetch, changed" })
    func at(_ day: Int) -> Double? { changed.values[Results.Column(people: 20, day: day)] }
    #expect(try #require(at(6)) > #require(at(2)))
    let later = try #require(sheet.last("later fetch, size"))
    #expect(try #require(sheet.last("first fetch, size")) > later)
    let table = sheet.table().split(separator: "\n")
    #expect(table.count == sheet.figures.count + 2)
    #expect(table[0].contains("days, times") && table[0].contains("people, times"))
  }

  @Test func `the company is made of its seed, and moves on by days`() {
    var one = Workload(seed: 3, people: 20, changingPerThousand: 50)
    let other = Workload(seed: 3, people: 20, changingPerThousand: 50)
    let everybody = Array(0..<20)
    #expect(one.listBody(of: everybody) == other.listBody(of: everybody))
    one.passDay()
    #expect(one.listBody(of: everybody) != other.listBody(of: everybody))
    let another = Workload(seed: 4, people: 20, changingPerThousand: 50)
    #expect(another.listBody(of: everybody) != other.listBody(of: everybody))
    #expect(Workload.valuesPerPerson == 65)
  }

  @Test(arguments: [["--days"], ["--days", "0"], ["--people", "x"], ["--unknown", "1"]])
  func `options that are not understood are refused`(arguments: [String]) {
    #expect(Options(arguments) == nil)
  }
}
