import Dispatch
import Roster
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// How a long command is stopped by Ctrl-C, by a request to terminate, or by the end of its
/// terminal.
///
/// Nothing listens until a command says how it will stop; until then a signal ends the process as
/// usual. The first signal asks the command to stop, the second ends the process at once. A closing
/// terminal sends several signals, which count as one. In a process that was started to outlive its
/// terminal (nohup), that signal stays ignored.
final class Interruption: Sendable {
  /// The reason to stop.
  enum Cause: Sendable {
    /// Ctrl-C (SIGINT).
    case interrupt
    /// A request to terminate (SIGTERM).
    case terminate
    /// The terminal is gone (SIGHUP).
    case hangUp

    /// The exit code of a stopped command.
    var exit: ExitStatus {
      switch self {
      case .interrupt: .interrupted
      case .terminate: .terminated
      case .hangUp: .hungUp
      }
    }

    fileprivate var signal: Int32 {
      switch self {
      case .interrupt: SIGINT
      case .terminate: SIGTERM
      case .hangUp: SIGHUP
      }
    }
  }

  private struct State {
    var cause: Cause?
    var handler: (@Sendable (Cause) -> Void)?
    var sources: [any DispatchSourceSignal] = []
  }

  private let listensToSignals: Bool
  private let state = Mutex(State())
  /// Held while the handler runs.
  private let stopping = Mutex(())

  /// - Parameter listensToSignals: Whether signals to the process ask to stop; not if it runs many
  ///   commands.
  init(listensToSignals: Bool = true) { self.listensToSignals = listensToSignals }

  /// The reason to stop; nil if there is none.
  var cause: Cause? { state.withLock { $0.cause } }

  /// Listens from now on.
  ///
  /// - Parameter handler: Called once, when the command should stop.
  func listen(_ handler: @escaping @Sendable (Cause) -> Void) {
    let happened = state.withLock { state in
      state.handler = handler
      if state.sources.isEmpty, listensToSignals {
        state.sources = [Cause.interrupt, .terminate, .hangUp].compactMap(source)
      }
      return state.cause
    }
    if let happened { stopping.withLock { _ in handler(happened) } }
  }

  /// Forgets the handler: what it would stop has ended.
  func listenNoMore() { state.withLock { $0.handler = nil } }

  /// Waits until a handler that runs has returned, or has ended the process.
  ///
  /// A process that ends earlier leaves behind what the handler was removing.
  func waitForHandler() { stopping.withLock { _ in } }

  /// Asks the command to stop, like a signal.
  func happen(_ cause: Cause) {
    stopping.withLock { _ in
      let handler = state.withLock { state -> (@Sendable (Cause) -> Void)? in
        guard state.cause == nil else { return nil }
        state.cause = cause
        return state.handler
      }
      handler?(cause)
    }
  }

  private func source(of cause: Cause) -> (any DispatchSourceSignal)? {
    var before = sigaction()
    sigaction(cause.signal, nil, &before)
    if cause == .hangUp, Self.isIgnored(before) { return nil }
    #if canImport(Darwin)
    // There, a source sees a signal only if the default action is off.
    signal(cause.signal, SIG_IGN)
    #endif
    let source = DispatchSource.makeSignalSource(signal: cause.signal, queue: .global())
    source.setEventHandler { [self] in
      if cause != .hangUp { signal(cause.signal, SIG_DFL) }
      happen(cause)
    }
    // Until it is registered, a signal ends the process as usual; if it were ignored, it would be lost.
    let registered = DispatchSemaphore(value: 0)
    source.setRegistrationHandler { registered.signal() }
    source.resume()
    registered.wait()
    return source
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    #if canImport(Darwin)
    let handler = action.__sigaction_u.__sa_handler
    #else
    let handler = action.__sigaction_handler.sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
