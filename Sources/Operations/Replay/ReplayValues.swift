import Ledger
import Roster
import Synchronization
import VerbatimJSON

/// The values that a replay writes again, and where they are from.
struct ReplayValues {
  let system: System
  var cells: [ObservedCell]
  /// What a batch may have written, or not.
  var open: [ObservedCell] = []
}
