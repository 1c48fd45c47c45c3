import Ledger
import Roster
import Synchronization
import VerbatimJSON

/// The values that a replay writes again, with their origin.
struct ReplayValues {
  let system: System
  var cells: [ObservedCell]
  /// Cells that a batch may have written, or not.
  var open: [ObservedCell] = []
}
