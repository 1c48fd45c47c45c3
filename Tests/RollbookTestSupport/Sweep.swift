import Foundation

/// How much of a long property test is run.
///
/// An ordinary run takes a few cases. `ROLLBOOK_FAULTS=all`, which `make faults` sets, takes all.
package enum Sweep {
  /// Whether every case is run.
  package static let takesAll = ProcessInfo.processInfo.environment["ROLLBOOK_FAULTS"] == "all"

  /// The seeds from 1 on: a few in an ordinary run, more if all are run.
  package static func seeds(_ few: UInt64, all: UInt64) -> [UInt64] {
    Array(1...(takesAll ? all : few))
  }
}
