import Synchronization

/// Passes the pieces of a stream to its connection, one at a time: a writer waits until its piece is
/// taken.
final class StreamPieces: WebStream {
  private struct State {
    var piece: [UInt8]?
    var isOver = false
    var isGivenUp = false
    var reader: CheckedContinuation<[UInt8]?, Never>?
    var writer: CheckedContinuation<Void, any Error>?
  }

  private let state = Mutex(State())

  func write(_ bytes: [UInt8]) async throws {
    guard !bytes.isEmpty else { return }
    try Task.checkCancellation()
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let (reader, isRefused) = state.withLock { state in
          if state.isGivenUp { return (nil as CheckedContinuation<[UInt8]?, Never>?, true) }
          if let reader = state.reader {
            state.reader = nil
            return (reader, false)
          }
          state.piece = bytes
          state.writer = continuation
          return (nil, false)
        }
        if isRefused { return continuation.resume(throwing: CancellationError()) }
        if let reader {
          reader.resume(returning: bytes)
          continuation.resume()
        }
      }
    } onCancel: {
      giveUp()
    }
  }

  /// The next piece; nil when there are no more.
  func next() async -> [UInt8]? {
    await withCheckedContinuation { continuation in
      let (piece, writer, isOver) = state.withLock { state in
        defer {
          state.piece = nil
          state.writer = nil
        }
        if state.piece == nil, !state.isOver, !state.isGivenUp { state.reader = continuation }
        return (state.piece, state.writer, state.isOver || state.isGivenUp)
      }
      writer?.resume()
      if piece != nil || isOver { continuation.resume(returning: piece) }
    }
  }

  /// There are no more pieces.
  func end() {
    let reader = state.withLock { state in
      state.isOver = true
      defer { state.reader = nil }
      return state.reader
    }
    reader?.resume(returning: nil)
  }

  /// No more pieces are taken.
  func giveUp() {
    let (reader, writer) = state.withLock { state in
      state.isGivenUp = true
      defer {
        state.reader = nil
        state.writer = nil
        state.piece = nil
      }
      return (state.reader, state.writer)
    }
    reader?.resume(returning: nil)
    writer?.resume(throwing: CancellationError())
  }
}
