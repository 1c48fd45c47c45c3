import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// How a long command hears Ctrl-C, or that it is asked to terminate.
///
/// Nothing listens until a command says how it will stop; until then a signal ends the process as
/// usual. The first signal asks the command to stop, the second ends the process at once.
package final class Interruption: Sendable {
  /// What asked the command to stop.
  package enum Cause: Sendable {
    /// Ctrl-C (SIGINT).
    case interrupt
    /// A request to terminate (SIGTERM).
    case terminate

    /// The code with which a stopped command ends.
    package var exit: ExitStatus { self == .interrupt ? .interrupted : .terminated }
    fileprivate var signal: Int32 { self == .interrupt ? SIGINT : SIGTERM }
  }

  private struct State {
    var cause: Cause?
    var handler: (@Sendable (Cause) -> Void)?
    var sources: [any DispatchSourceSignal] = []
  }

  private let state = Mutex(State())

  /// Makes one that has not happened.
  package init() {}

  /// What asked the command to stop, if anything did.
  package var cause: Cause? { state.withLock { $0.cause } }

  /// Listens from now on.
  ///
  /// - Parameter handler: Called once, when the command is asked to stop.
  package func listen(_ handler: @escaping @Sendable (Cause) -> Void) {
    let happened = state.withLock { state in
      state.handler = handler
      if state.sources.isEmpty { state.sources = [Cause.interrupt, .terminate].map(source) }
      return state.cause
    }
    if let happened { handler(happened) }
  }

  /// Asks the command to stop, as a signal does.
  package func happen(_ cause: Cause) {
    let handler = state.withLock { state -> (@Sendable (Cause) -> Void)? in
      guard state.cause == nil else { return nil }
      state.cause = cause
      return state.handler
    }
    handler?(cause)
  }

  private func source(of cause: Cause) -> any DispatchSourceSignal {
    // A dispatch source sees a signal only where the default action is off.
    signal(cause.signal, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: cause.signal, queue: .global())
    source.setEventHandler { [self] in
      signal(cause.signal, SIG_DFL)
      happen(cause)
    }
    source.resume()
    return source
  }
}
