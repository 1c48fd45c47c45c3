/// What became of an attempt to deliver a message.
package enum DeliveryOutcome: Hashable, Sendable {
  /// The receiver has it: any status 2xx.
  case delivered
  /// The receiver wants no more messages: the status 410.
  case gone
  /// Anything else, a redirect too.
  case failed

  /// The outcome of an HTTP status; of no response, without one.
  package init(status: Int?) {
    self =
      switch status {
      case .some(200..<300): .delivered
      case 410: .gone
      default: .failed
      }
  }
}
