import Ledger
import Roster

/// The counts of what a fetch has added to the log.
struct FetchTally {
  private(set) var joined = 0
  private(set) var left = 0
  /// The users who left.
  private(set) var leavers: [Verbatim] = []
  private(set) var values = 0
  private(set) var changed = 0
  /// The parts that were set aside.
  private(set) var setAside: [SetAside] = []
  /// The users whom another operation wrote meanwhile.
  private(set) var leftToOthers: Set<Verbatim> = []
  private var gone = 0
  private var returned: Set<Verbatim> = []
  private var absent: Set<Verbatim> = []

  /// How many users came back, in whole or in part.
  var users: Int { returned.count }

  /// How many users did not come back at all.
  var notReturned: Int { absent.subtracting(returned).count }

  /// How many cells came back unchanged: a gone cell is changed and did not come back.
  var unchanged: Int { values - (changed - gone) }

  mutating func add(_ asides: [SetAside]) { setAside += asides }

  mutating func add(_ outcome: EnumerationOutcome) {
    joined += outcome.joined + outcome.rejoined
    left += outcome.left
    leavers += outcome.leavers
  }

  mutating func add(_ outcome: ResponseOutcome, of answer: RosterResponse) {
    values += outcome.values
    changed += outcome.changed
    gone += outcome.gone
    add(outcome.setAside)
    leftToOthers.formUnion(outcome.leftToOthers)
    let leftOut = outcome.leftOut.union(outcome.leftToOthers)
    returned.formUnion(answer.users.lazy.map(\.user).filter { !leftOut.contains($0) })
    absent.formUnion(answer.absent.lazy.map(\.user).filter { !leftOut.contains($0) })
  }
}
