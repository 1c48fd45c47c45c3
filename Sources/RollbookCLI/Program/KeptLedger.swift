import Ledger

/// What a process that runs many commands opens once.
struct KeptLedger: Sendable {
  let settings: Settings
  let ledger: Ledger
  /// Where browsers find the service.
  let address = ServiceAddress()
}
