import DingTalk
import Roster

/// Does the same work as the ledger, in the obvious way.
struct Baselines {
  let bench: Bench
  let rows: RowPerValue

  func report(day: Int, to sheet: inout Results) async throws {
    var workload = Workload(
      seed: bench.options.seed,
      people: bench.people,
      changingPerThousand: bench.options.changingPerThousand
    )
    let fields = WorkloadField.all.map { Verbatim($0.code) }
    var rates: [Double] = []
    for fetch in 1...bench.options.baselineDays {
      let transport = MemoryTransport(workload)
      let client = bench.client(transport)
      var processor = 0.0
      for start in stride(from: 0, to: workload.people, by: 100) {
        let users = (start..<min(start + 100, workload.people)).map {
          Verbatim(workload.userID($0))
        }
        // Decoded in advance: the obvious design does not pay for that.
        let answer = try await client.list(users: users, fields: fields)
        let watch = Stopwatch()
        try rows.append(answer, fetch: Int64(fetch))
        processor += watch.taken.processor
      }
      rates.append(Double(workload.values) / processor)
      workload.passDay()
    }
    let seen = Double(workload.values * bench.options.baselineDays)
    hold("first fetch, body to commit", "values/s and core", rates[0], day, &sheet)
    hold("later fetch, body to commit", "values/s and core", rates[rates.count - 1], day, &sheet)
    hold("later fetch, size", "bytes/value", Double(try rows.bytes()) / seen, day, &sheet)
    try reads(day: day, to: &sheet)
  }

  private func reads(day: Int, to sheet: inout Results) throws {
    let rounds = bench.options.rounds
    let people = (0..<100).map { Int64($0 * 97 % bench.people + 1) }
    let fetch = Int64(bench.options.baselineDays)
    let one = try Stopwatch.best(of: rounds) {
      for person in people { _ = try rows.roster(of: person, at: fetch) }
    }
    hold("one person", "ms", one.wall * 1000 / 100, day, &sheet)
    let history = try Stopwatch.best(of: rounds) {
      for person in people { _ = try rows.history(of: person, field: 14) }
    }
    hold("one cell's history", "ms", history.wall * 1000 / 100, day, &sheet)
    let whole = try Stopwatch.best(of: min(rounds, 3)) {
      _ = try rows.roster(of: nil, at: fetch)
    }
    hold("whole roster", "ms", whole.wall * 1000, day, &sheet)
  }

  /// Adds a baseline to a figure that was measured before.
  private func hold(
    _ name: String,
    _ unit: String,
    _ value: Double,
    _ day: Int,
    _ sheet: inout Results
  ) {
    guard let measured = sheet.last(name) else { return }
    let baseline = Baseline(name: "a row per value", value: value)
    sheet.put(name, unit, measured, day: day, against: baseline)
  }
}
