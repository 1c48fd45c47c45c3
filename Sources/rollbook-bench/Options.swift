/// The options of the bench.
struct Options {
  /// After which days figures are taken.
  var days = [3, 30]
  /// How many people each company has; the first one is compared with the baselines.
  var people = [10_000]
  var seed: UInt64 = 7
  var changingPerThousand = 10
  /// The number of fetches that the row-per-value baseline stores too.
  var baselineDays = 3
  /// The number of rows in the push; 0 for none.
  var pushRows = 1000
  /// A folder for a ledger that is kept; nil deletes it.
  var keep: String?
  /// A file for some response bodies, one a line, for other decoders.
  var bodies: String?
  /// A Python that has DuckDB, which answers the questions of the reports too; nil for none.
  var peers: String?
  /// The number of rounds of a short measurement; the best counts.
  var rounds = 5

  static let usage = """
    rollbook-bench measures Rollbook beside baselines, in one process, and prints a table.

      --days 3,30,300     take figures after these numbers of daily fetches
      --people N,M        how many people the company has, 65 values each (10000); each company has
                          its columns, and the last column says what the largest takes more
      --changing N        of a thousand people, how many change on a day (10)
      --seed N            another company (7)
      --baseline-days N   feed the row-per-value baseline so many fetches (3)
      --push N            push so many rows at the end; 0 for none (1000)
      --rounds N          measure what is short so often; the best counts (5)
      --keep FOLDER       make the ledger there, and leave it
      --peers PYTHON      ask DuckDB the same questions, with a Python that has it
      --bodies FILE       write response bodies there, one a line, and end
    """

  /// Parses arguments; nil if they are wrong.
  init?(_ arguments: [String]) {
    var left = arguments[...]
    while let name = left.popFirst() {
      guard let text = left.popFirst() else { return nil }
      switch name {
      case "--days": guard Options.read(text, into: &days) else { return nil }
      case "--people": guard Options.read(text, into: &people) else { return nil }
      case "--changing":
        guard Options.read(text, into: &changingPerThousand, least: 0) else { return nil }
      case "--seed":
        guard let number = UInt64(text) else { return nil }
        seed = number
      case "--baseline-days":
        guard Options.read(text, into: &baselineDays, least: 1) else { return nil }
      case "--push": guard Options.read(text, into: &pushRows, least: 0) else { return nil }
      case "--rounds": guard Options.read(text, into: &rounds, least: 1) else { return nil }
      case "--keep": keep = text
      case "--peers": peers = text
      case "--bodies": bodies = text
      default: return nil
      }
    }
  }

  init() {}

  private static func read(_ text: String, into numbers: inout [Int]) -> Bool {
    let read = text.split(separator: ",").map { Int($0) ?? 0 }
    guard !read.isEmpty, read.allSatisfy({ $0 > 0 }) else { return false }
    numbers = read.sorted()
    return true
  }

  private static func read(_ text: String, into number: inout Int, least: Int) -> Bool {
    guard let read = Int(text), read >= least else { return false }
    number = read
    return true
  }
}
