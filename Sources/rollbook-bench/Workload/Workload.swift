import Roster

/// A made-up company that moves on by days, and whose responses can be made at any time.
///
/// The content of a cell is computed from the seed, the person, the cell, and how often it has
/// changed; only the last is stored, so that the workload itself takes little memory.
struct Workload: Sendable {
  /// How many values a person has.
  static let valuesPerPerson = WorkloadField.all.reduce(0) { $0 + $1.items }
  /// The days on which the derived field changes for many: the fifth of every thirty.
  private static let derivedDay = 5

  let seed: UInt64
  let people: Int
  /// The number of people in a thousand who change on a day.
  let changingPerThousand: Int
  /// The day, from 0.
  private(set) var day = 0
  private var versions: [UInt16]

  init(seed: UInt64, people: Int, changingPerThousand: Int) {
    self.seed = seed
    self.people = people
    self.changingPerThousand = changingPerThousand
    versions = Array(repeating: 0, count: people * Self.valuesPerPerson)
  }

  /// How many values the company has.
  var values: Int { people * Self.valuesPerPerson }

  /// Lets a day pass: some people change in one to three cells, and on one day in thirty a derived
  /// field changes for three in ten.
  mutating func passDay() {
    day += 1
    var chance = BenchRandom(seed ^ UInt64(day) << 32)
    for _ in 0..<max(1, people * changingPerThousand / 1000) {
      let person = Int.random(in: 0..<people, using: &chance)
      for _ in 0..<Int.random(in: 1...3, using: &chance) {
        let cell = Int.random(in: 0..<Self.valuesPerPerson, using: &chance)
        versions[person * Self.valuesPerPerson + cell] += 1
      }
    }
    guard day % 30 == Self.derivedDay else { return }
    for person in 0..<people where Int.random(in: 0..<10, using: &chance) < 3 {
      versions[person * Self.valuesPerPerson + WorkloadField.derived] += 1
    }
  }

  /// The key of a person.
  func userID(_ person: Int) -> String { "04251938146\(1_000_000 + person)" }

  /// The person with a key.
  func person(_ userID: some StringProtocol) -> Int? {
    guard let number = Int(userID.dropFirst(11)), number >= 1_000_000 else { return nil }
    return number - 1_000_000 < people ? number - 1_000_000 : nil
  }

  /// A number for the current content of a person's cell.
  func content(of person: Int, cell: Int) -> UInt64 {
    let place = UInt64(person * Self.valuesPerPerson + cell)
    let version = UInt64(versions[person * Self.valuesPerPerson + cell])
    return BenchRandom.mixed(BenchRandom.mixed(seed &+ place &* 0x9E37_79B9_7F4A_7C15) &+ version)
  }
}
